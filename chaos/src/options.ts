import { parseArgs } from 'node:util'
import { z } from 'zod'

export const USAGE = `npm run chaos -- [--minutes N] [--seed S] [--rate N] [--guard-off cas|fold] [--keep] [--json]

  --minutes N      how long things are broken under load; default 2
  --seed S         which faults come when, and which events; default 1
  --rate N         events a second; default 200
  --guard-off G    take a guard off: cas (positions are not compared), fold (the order of events counts). Such a run must fail
  --keep           keep logs also where nothing was wrong
  --json           end with one line of JSON

Exit code: 0 where every promise was kept, 1 where one was broken (so with a guard off it is 1), 2 where the run could not be made,
3 where this machine has no Kafka or no Redis.`

/** The arguments are wrong; the message says which. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError'
}

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().max(max))

const schema = z.object({
  minutes: z
    .string()
    .regex(/^\d{1,3}(\.\d)?$/)
    .transform(Number)
    .pipe(z.number().min(0.5).max(240))
    .default(2),
  seed: wholeNumber(4_294_967_295).default(1),
  rate: wholeNumber(5_000).default(200),
  'guard-off': z.enum(['cas', 'fold']).nullable().default(null),
  keep: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
})

export type Options = z.output<typeof schema>

/** Throws `OptionsError`. */
export function readOptions(args: readonly string[]): Options {
  const parsed = schema.safeParse(valuesOf(args))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new OptionsError(`--${String(issue?.path[0] ?? '')}: ${issue?.message ?? 'not understood'}`)
}

function valuesOf(args: readonly string[]): unknown {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = { minutes: text, seed: text, rate: text, 'guard-off': text, keep: flag, json: flag, help: flag }
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (cause) {
    throw new OptionsError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
