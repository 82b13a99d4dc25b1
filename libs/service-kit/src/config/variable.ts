import type { ZodType } from 'zod'

/** One environment variable: how its text becomes a value, and what people are told about it. */
export interface Variable<T = unknown> {
  /** Given the text, or undefined where the variable is not set or empty. */
  readonly schema: ZodType<T>
  /** One sentence for the README's table. */
  readonly help: string
  /** A value that works, shown with every mistake. */
  readonly example: string
  /** Secrets never reach a log or an error message. */
  readonly secret: boolean
}

/** Variables by name, as one service declares them. */
export type Variables = Readonly<Record<string, Variable>>

export interface VariableOptions {
  readonly help: string
  readonly example: string
  readonly secret?: boolean
}

/** Declares a variable. `schema` reads the text; `.default()` and `.optional()` say what holds where it is not set. */
export function variable<T>(schema: ZodType<T>, options: VariableOptions): Variable<T> {
  return { schema, help: options.help, example: options.example, secret: options.secret ?? false }
}

/** The same variable, undefined where it is not set. */
export function optional<T>(base: Variable<T>): Variable<T | undefined> {
  return { ...base, schema: base.schema.optional() }
}
