/** One event in its JSON form, from the flags of `upnext send`. */
import { z } from 'zod'
import { usageError } from '../errors.ts'
import { addressFlags, integerText, listText, numberText } from '../options.ts'

export const KINDS = [
  'watch',
  'rating',
  'list',
  'dismiss',
  'transaction',
  'impression',
  'select',
  'settings',
  'follow',
  'consent',
  'erase',
  'retire',
] as const

export type Kind = (typeof KINDS)[number]

export const SendFlagsSchema = z.object({
  ...addressFlags,
  viewer: z.string({ error: 'say whose event it is' }),
  item: z.string().optional(),
  items: listText.optional(),
  stars: numberText.optional(),
  thumb: z.string().optional(),
  position: integerText.optional(),
  duration: integerText.optional(),
  session: z.string().optional(),
  episode: z.string().optional(),
  action: z.string().optional(),
  scope: z.string().optional(),
  undo: z.boolean().optional(),
  type: z.string().optional(),
  target: z.string().optional(),
  at: z.string().optional(),
  eventId: z.string().optional(),
  set: z.array(z.string()).default([]),
  wait: z.boolean().default(false),
  json: z.boolean().default(false),
})

export type SendFlags = z.infer<typeof SendFlagsSchema>

/** A title watched without further words was watched to its end, and was this long. */
const USUAL_LENGTH_S = 5400

export interface Stamp {
  readonly nowMs: number
  /** A fresh UUID. */
  readonly id: string
}

/** What flags leave open gets a sensible value; the collector judges the rest. */
export function eventFromFlags(kind: Kind, flags: SendFlags, stamp: Stamp): Record<string, unknown> {
  const occurredAt = flags.at === undefined ? stamp.nowMs : /^\d+$/.test(flags.at) ? Number(flags.at) : flags.at
  const event: Record<string, unknown> = {
    event_id: flags.eventId ?? stamp.id,
    kind,
    viewer: flags.viewer,
    occurred_at: occurredAt,
    sent_at: stamp.nowMs,
    ...present({ item: flags.item }),
    ...kindFields(kind, flags, stamp, occurredAt),
  }
  for (const assignment of flags.set) assign(event, assignment)
  return event
}

function kindFields(kind: Kind, flags: SendFlags, stamp: Stamp, occurredAt: unknown): Record<string, unknown> {
  switch (kind) {
    case 'watch':
      return watchFields(flags, stamp, occurredAt)
    case 'rating':
      return present({ stars: flags.stars, thumb: flags.thumb })
    case 'list':
      return { action: flags.action ?? 'add' }
    case 'dismiss':
      return { scope: flags.scope ?? 'not_interested', ...present({ undo: flags.undo }) }
    case 'transaction':
      return { type: flags.type ?? 'buy' }
    case 'impression':
      return { page_id: stamp.id, row_id: 'next-to-watch', items: (flags.items ?? []).map((item) => ({ item })) }
    case 'follow':
      return { action: flags.action ?? 'request', ...present({ target: flags.target }) }
    default:
      return {}
  }
}

function watchFields(flags: SendFlags, stamp: Stamp, occurredAt: unknown): Record<string, unknown> {
  const duration = flags.duration ?? USUAL_LENGTH_S
  return {
    position_s: flags.position ?? duration,
    duration_s: duration,
    session_id: flags.session ?? stamp.id,
    session_started_at: occurredAt,
    ...present({ episode: flags.episode }),
  }
}

/** `settings.kids=true`: a path of fields, and JSON or plain text. */
function assign(event: Record<string, unknown>, assignment: string): void {
  const [path = '', ...rest] = assignment.split('=')
  const steps = path.split('.')
  if (rest.length === 0 || steps.some((step) => !/^[a-z][a-z0-9_]*$/.test(step))) {
    throw usageError(`--set: "${assignment}" is not field=value`, 'example: --set settings.kids=true')
  }
  const last = steps.pop() ?? ''
  let place = event
  for (const step of steps) {
    const inside = { ...asRecord(place[step]) }
    place[step] = inside
    place = inside
  }
  place[last] = jsonOrText(rest.join('='))
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function asRecord(value: unknown): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value)
  return parsed.success ? parsed.data : {}
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
