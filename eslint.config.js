// What a room may import and what it may not touch stands here, next to the rules of the language.
import { defineConfig, globalIgnores } from 'eslint/config'
import node from 'eslint-plugin-n'
import tseslint from 'typescript-eslint'

const LIBS = [
  'catalog',
  'contracts',
  'generations',
  'history',
  'learning',
  'ports',
  'profiles',
  'recsys',
  'rows',
  'service-kit',
]
const SERVICES = ['event-collector', 'feature', 'ranking', 'trainer']
const CHAOS = ['backends', 'contracts', 'ports', 'profiles', 'service-kit', 'testkit']
const TESTS = ['**/*.test.ts', 'libs/ports/src/contract/**', 'simulation/src/**']

/** Tools of tests: they stand in the root's package.json, once. */
const TEST_TOOLS = ['@jest/globals', 'fast-check', 'hdr-histogram-js', '@upnext/testkit', '@upnext/backends']

/** Imports of a room: only these packages of ours; `types` may be imported as types only; `pure` rooms know nothing of Node. */
function room(files, { ours = [], types = [], pure = false, ignores = TESTS }) {
  const others = (allowed) => `^@upnext/(?!(${allowed.length > 0 ? allowed.join('|') : '$^'})(/|$))`
  const patterns = [
    { regex: others([...ours, ...types]), message: 'This room may not import that one: see "Who may import whom".' },
    ...types.map((name) => ({
      regex: `^@upnext/${name}(/|$)`,
      allowTypeImports: true,
      message: `Only \`import type\` from @upnext/${name} here.`,
    })),
    ...(pure ? [{ regex: '^node:', message: 'Pure room: no files, no network, no clock.' }] : []),
  ]
  const globals = pure ? ['error', 'process', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval'] : 'off'
  return {
    files,
    ignores,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }], 'no-restricted-globals': globals },
  }
}

const EXIT = { object: 'process', property: 'exit', message: 'Only the lifecycle in service-kit ends the process.' }
const TIME = { object: 'Date', property: 'now', message: 'Time is in the record or comes from the Clock.' }
const CHANCE = { object: 'Math', property: 'random', message: 'Take a seed and pass it in.' }
const NEW_DATE = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
  message: 'Time is in the record or comes from the Clock.',
}

const SYNTAX = [
  NEW_DATE,
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSAsExpression > TSAsExpression', message: 'Parse it instead of casting twice.' },
]
// V8 keeps such an object as a hash table: nothing of it is inlined, every call through it looks its method up.
const GETTER = {
  selector: 'ObjectExpression > Property[kind="get"]',
  message: 'A method, which V8 can inline, and not a getter.',
}

export default defineConfig(
  globalIgnores(['**/dist/', '**/gen/', '**/node_modules/', 'coverage/', 'data/', 'examples/data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: [
      'libs/*/src/**/*.ts',
      'services/*/src/**/*.ts',
      'chaos/src/**/*.ts',
      'simulation/src/**/*.ts',
      'examples/**/*.ts',
    ],
    plugins: { n: node },
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-properties': ['error', EXIT, TIME, CHANCE],
      'no-restricted-syntax': ['error', ...SYNTAX, GETTER],
      'n/no-extraneous-import': 'error',
      'n/prefer-node-protocol': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers in messages are what messages are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => log.info(...)` reads better than a block.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An implementation of an asynchronous port may happen to have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },

  room(['libs/ports/src/**'], {}),
  room(['libs/contracts/src/**'], { ours: ['ports'] }),
  room(['libs/recsys/src/**'], { types: ['contracts'], pure: true }),
  room(['libs/profiles/src/**'], { ours: ['contracts'], pure: true }),
  room(['libs/learning/src/**'], { ours: ['contracts', 'ports', 'profiles', 'recsys'], pure: true }),
  room(['libs/evaluation/src/**'], { ours: ['contracts', 'learning', 'profiles', 'recsys'] }),
  room(['libs/catalog/src/**'], { ours: ['contracts', 'ports'] }),
  room(['libs/generations/src/**'], { ours: ['contracts', 'ports', 'profiles'] }),
  room(['libs/history/src/**'], { ours: ['contracts', 'ports'] }),
  room(['libs/rows/src/**'], { ours: ['catalog', 'contracts'] }),
  room(['libs/backends/src/**'], { ours: ['ports'] }),
  room(['libs/service-kit/src/**'], { ours: ['contracts', 'ports'] }),
  room(['libs/testkit/src/**'], { ours: ['contracts', 'ports'], ignores: [] }),
  room(
    SERVICES.map((name) => `services/${name}/src/**`),
    { ours: LIBS },
  ),
  room(
    SERVICES.map((name) => `services/${name}/src/main.ts`),
    { ours: [...LIBS, 'backends'] },
  ),
  room(['services/standalone/src/**'], { ours: [...LIBS, ...SERVICES, 'backends'] }),
  room(['services/cli/src/**'], { ours: [...LIBS, 'evaluation', 'standalone', 'backends'] }),

  // Chaos breaks the built services from outside; only its controls take one of them apart.
  room(['chaos/src/**'], { ours: CHAOS, ignores: ['chaos/src/controls/**'] }),
  room(['chaos/src/controls/**'], { ours: [...CHAOS, 'feature'], ignores: [] }),

  // Tests may use the testkit and real backends, and know the clock; a test of a service still knows no other service.
  room(['libs/{ports,recsys}/src/**/*.test.ts', 'libs/ports/src/contract/**'], {
    ours: ['contracts', 'ports', 'recsys'],
    ignores: [],
  }),
  room(
    [
      'libs/{backends,catalog,contracts,evaluation,generations,history,learning,profiles,rows,service-kit}/src/**/*.test.ts',
    ],
    {
      ours: [...LIBS, 'backends', 'evaluation', 'testkit'],
      ignores: [],
    },
  ),
  ...SERVICES.map((name) =>
    room([`services/${name}/src/**/*.test.ts`], { ours: [...LIBS, 'backends', 'testkit', name], ignores: [] }),
  ),
  room(['services/{standalone,cli}/src/**/*.test.ts'], {
    ours: [...LIBS, ...SERVICES, 'backends', 'evaluation', 'testkit', 'standalone'],
    ignores: [],
  }),
  // Only here do several services meet, as separate processes would: nothing of it is part of the product.
  room(['simulation/src/**'], {
    ours: [...LIBS, 'event-collector', 'feature', 'trainer', 'backends', 'testkit'],
    ignores: [],
  }),
  // Nothing here is asked a thousand times a second.
  { files: ['chaos/src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX] } },
  {
    files: TESTS,
    rules: {
      'no-restricted-properties': ['error', EXIT, CHANCE],
      'no-restricted-syntax': 'off',
      'n/no-extraneous-import': ['error', { allowModules: TEST_TOOLS }],
      // Expectations on methods of fakes are not calls of unbound methods.
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  // Where the outside world is let in, by name.
  { files: ['libs/ports/src/clock.ts'], rules: { 'no-restricted-properties': ['error', EXIT, CHANCE] } },
  {
    files: ['libs/testkit/src/**'],
    rules: { 'no-restricted-properties': ['error', EXIT, CHANCE], 'no-restricted-syntax': 'off' },
  },
  { files: ['libs/service-kit/src/**'], rules: { 'no-restricted-properties': ['error', TIME, CHANCE] } },
  { files: ['services/cli/src/**'], rules: { 'no-console': 'off' } },
  // Apps of other people, in short: they write on screens and look at the clock themselves.
  {
    files: ['examples/**/*.ts'],
    rules: {
      'no-console': 'off',
      'no-restricted-properties': ['error', EXIT, CHANCE],
      'no-restricted-syntax': 'off',
      'n/no-extraneous-import': 'off',
    },
  },

  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.strict],
    plugins: { n: node },
    rules: { 'n/prefer-node-protocol': 'error' },
  },
)
