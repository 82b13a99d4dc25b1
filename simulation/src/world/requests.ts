/** What a client has to send: events of every kind that profiles keep, some of them in the wrong order, some of them wrong. */
import type { Random } from '@upnext/testkit'
import { TEST_TIME_MS } from '@upnext/testkit'

export interface SentEvent {
  readonly id: string
  readonly json: Readonly<Record<string, unknown>>
  readonly valid: boolean
}

export interface Request {
  readonly events: readonly SentEvent[]
  /** Whether the client sends it again until it is answered, or takes no answer for an answer. */
  readonly patient: boolean
  answered: boolean
  attempts: number
}

export function makeRequests(random: Random, names: readonly string[], count: number): Request[] {
  let made = 0
  const event = (name: string): SentEvent => {
    const n = (made += 1)
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    // Hardly ever in order: a day around the middle.
    const occurred_at = TEST_TIME_MS - random.int(0, 86_400_000)
    const valid = random.next() > 0.08
    const kind = valid ? kindOf(random, occurred_at) : { kind: 'rating', item: 'movie-1', stars: 17 }
    return { id, valid, json: { event_id: id, viewer: name, occurred_at, ...kind } }
  }
  const small = Array.from({ length: count }, () => {
    const events = Array.from({ length: random.int(1, 5) }, () => event(random.pick(names)))
    return { events, patient: random.next() > 0.1, answered: false, attempts: 0 }
  })
  if (names.length < 100) return small
  return [{ events: names.map(event), patient: true, answered: false, attempts: 0 }, ...small]
}

function kindOf(random: Random, atMs: number): Record<string, unknown> {
  const item = `movie-${random.int(0, 8)}`
  const chance = random.int(0, 100)
  if (chance < 40)
    return { kind: 'watch', item, position_s: random.int(1, 5000), session_id: `s${atMs}`, session_started_at: atMs }
  if (chance < 65) return { kind: 'rating', item, stars: random.int(1, 11) / 2 }
  if (chance < 80) return { kind: 'list', item, action: random.pick(['add', 'remove']) }
  if (chance < 90) return { kind: 'dismiss', item, scope: 'not_interested', undo: random.next() < 0.3 }
  if (chance < 97) return { kind: 'settings', settings: { country: random.pick(['DE', 'FR', 'US']) } }
  if (chance < 99) return { kind: 'retire', through: TEST_TIME_MS - random.int(0, 86_400_000) }
  return { kind: 'erase' }
}
