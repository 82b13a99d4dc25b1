/** Flags, from text to typed values: every mistake is said at once, by the flag's name. */
import { z } from 'zod'
import { CliError } from './errors.ts'

export function parseOptions<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues.map((issue) => `${flagOf(issue.path)}: ${issue.message}`)
  throw new CliError(mistakes.join('\n'), { exitCode: 2, hint: 'see --help' })
}

/** An integer flag. Its bounds are left to the server where that has rules of its own. */
export const integerText = z
  .string()
  .regex(/^-?\d{1,15}$/, 'expected a whole number')
  .transform(Number)

export const numberText = z
  .string()
  .regex(/^-?\d+(?:\.\d+)?$/, 'expected a number')
  .transform(Number)

/** Comma separated. */
export const listText = z.string().transform((text) => text.split(',').map((part) => part.trim()))

/** Flags that every verb with an address has. */
export const addressFlags = {
  data: z.string().optional(),
  collector: z.string().optional(),
  ranking: z.string().optional(),
  feature: z.string().optional(),
}

function flagOf(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.')
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
