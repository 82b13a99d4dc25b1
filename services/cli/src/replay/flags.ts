/** The flags of `upnext replay`, from text to what is asked for. */
import { BOUNDARY_WORDS, parseBoundary } from '@upnext/history'
import { z } from 'zod'
import { usageError } from '../errors.ts'
import { ROLE_WORDS } from './known-topic.ts'
import type { RoleWord } from './known-topic.ts'

const boundaryText = (word: 'beginning' | 'end') =>
  z
    .string()
    .refine((text) => parseBoundary(text) !== null, `expected ${word}, ${BOUNDARY_WORDS}`)
    .optional()

/** Records a second: `5000/s` or `5000`. */
export const rateText = z
  .string()
  .regex(/^[1-9]\d{0,8}(?:\/s)?$/, 'expected records a second, like 5000/s')
  .transform((text) => Number(text.replace('/s', '')))

/** How many times faster than it was: `10x`, `0.5x` or `10`. */
export const speedText = z
  .string()
  .regex(/^\d{1,6}(?:\.\d{1,3})?x?$/, 'expected how many times faster, like 10x')
  .transform((text) => Number(text.replace('x', '')))
  .refine((speed) => speed > 0, 'expected more than 0')

export const FlagsSchema = z
  .object({
    data: z.string().optional(),
    topic: z.string().optional(),
    like: z.enum(Object.keys(ROLE_WORDS) as [RoleWord, ...RoleWord[]]).optional(),
    from: boundaryText('beginning'),
    until: boundaryText('end'),
    manifestFrom: z.string().optional(),
    to: z.string().optional(),
    toTopic: z.string().optional(),
    viewer: z.string().min(1).optional(),
    kind: z.string().min(1).optional(),
    item: z.string().min(1).optional(),
    raw: z.boolean().default(false),
    rate: rateText.optional(),
    speed: speedText.optional(),
    manifest: z.string().optional(),
    again: z.boolean().default(false),
    loseHistory: z.boolean().default(false),
    json: z.boolean().default(false),
  })
  .readonly()

export type ReplayFlags = z.infer<typeof FlagsSchema>

/** Throws where flags contradict each other, or say too little. */
export function checkFlags(flags: ReplayFlags): void {
  const { manifestFrom, topic, to, toTopic, speed, rate, raw, json } = flags
  if (manifestFrom === undefined && topic === undefined)
    throw usageError('--topic or --manifest-from: one of them has to be given')
  if (manifestFrom !== undefined) {
    const fixed = (['topic', 'from', 'until', 'viewer', 'kind', 'item', 'like'] as const).find(
      (name) => flags[name] !== undefined,
    )
    if (fixed !== undefined) throw usageError(`--${fixed}: is in the manifest of --manifest-from already`)
  }
  if (to !== undefined && toTopic !== undefined) throw usageError('--to and --to-topic: only one of them can be given')
  if (to === undefined && toTopic === undefined && manifestFrom === undefined) {
    throw usageError('--to or --to-topic: one of them has to be given')
  }
  if (speed !== undefined && rate !== undefined) throw usageError('--speed and --rate: only one of them can be given')
  if (speed !== undefined && toTopic === undefined) throw usageError('--speed: a file has no time, only --to-topic has')
  if (raw && toTopic !== undefined) throw usageError('--raw: a topic gets the original bytes in any case')
  if (json && to === '-') throw usageError('--json: standard output has the records already')
}
