import type { ZodError } from 'zod'
import type { Variable, Variables } from './variable.ts'

/** The values of variables, by the variables' names. */
export type Config<V extends Variables = Variables> = {
  readonly [Name in keyof V]: V[Name] extends Variable<infer T> ? T : never
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Every mistake of an environment, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'UPNEXT_CONFIG'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/** Reads all variables, or throws one `ConfigError` that names everything that is wrong. A variable set to '' counts as not set. */
export function loadConfig<V extends Variables>(variables: V, env: Environment): Config<V> {
  const values: Record<string, unknown> = {}
  const mistakes: string[] = []
  for (const [name, declared] of Object.entries(variables)) {
    const text = env[name] === '' ? undefined : env[name]
    const result = declared.schema.safeParse(text)
    if (result.success) values[name] = result.data
    else mistakes.push(mistakeOf(name, declared, text, result.error))
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  // The loop has just filled one value per name, each by the schema of that name.
  return Object.freeze(values) as Config<V>
}

function mistakeOf(name: string, declared: Variable, text: string | undefined, error: ZodError): string {
  const hint = `(example: ${name}=${declared.example})`
  if (text === undefined) return `${name}: is required: ${declared.help} ${hint}`
  const expected = error.issues.map((issue) => plainWords(issue.message)).join('; ')
  const got = declared.secret ? `${text.length} characters` : JSON.stringify(text)
  return `${name}: ${expected}, got ${got} ${hint}`
}

/** zod says `Invalid option: expected one of …`; the part after the colon is what helps. */
function plainWords(message: string): string {
  return message.replace(/^Invalid \w+: /, '')
}
