import { EVENT_KINDS, eventSchema } from './event-schema.ts'
import type { ParsedEvent } from './event-schema.ts'
import { fieldNamesOf } from './known-fields.ts'
import { parseWith, refuseImpure, rejected } from './parse.ts'
import type { Parsed } from './parse.ts'

const KNOWN = fieldNamesOf(eventSchema)
const KINDS = new Set<unknown>(EVENT_KINDS)

/** Understands one event. Never throws, and says the first thing that was wrong, the gravest first. */
export function parseEvent(input: unknown): Parsed<ParsedEvent> {
  const impure = refuseImpure(input, KNOWN)
  if (impure !== null) return { ok: false, rejection: impure }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return rejected('schema', '', 'expected an object')
  const kind: unknown = Reflect.get(input, 'kind')
  if (typeof kind === 'string' && !KINDS.has(kind))
    return rejected('unknown_kind', '/kind', `expected one of ${EVENT_KINDS.join(', ')}`)
  const viewer: unknown = Reflect.get(input, 'viewer')
  if (viewer === undefined || viewer === null || viewer === '')
    return rejected('missing_viewer', '/viewer', 'every event says whose it is')
  return parseWith(eventSchema, KNOWN, input)
}
