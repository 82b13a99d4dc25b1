// Three projects, told apart by the suffix of the test file. Types are checked by `tsc -b`, not here.
const common = {
  roots: ['libs', 'services', 'chaos', 'simulation', 'examples', 'bench', 'scripts'].map((room) => `<rootDir>/${room}`),
  testEnvironment: 'node',
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testEnvironmentOptions: {
    // `source` lets packages of this repository be tested from their TypeScript. `import` must stay away: it leaks into `require`.
    customExportConditions: ['source', 'node', 'node-addons'],
    // Native modules keep globals alive on purpose; cleaning them up only makes noise.
    globalsCleanup: 'off',
  },
}

/** @type {import('jest').Config} */
export default {
  // For all projects: Jest does not read it from one. Tests that need longer say so themselves.
  testTimeout: 60_000,
  maxWorkers: '100%',
  // Jest never lets go of ES modules: a worker that has run many files is slow, because all of them are looked through for garbage.
  workerIdleMemoryLimit: '700MB',
  watchman: false,
  projects: [
    {
      ...common,
      displayName: 'unit',
      // Benches and scripts are plain JavaScript, and so are their tests.
      testMatch: ['**/*.test.{ts,mjs}', '!**/*.contract.test.ts', '!**/*.int.test.ts'],
    },
    { ...common, displayName: 'contract', testMatch: ['**/*.contract.test.ts'] },
    { ...common, displayName: 'integration', testMatch: ['**/*.int.test.ts'] },
  ],
}
