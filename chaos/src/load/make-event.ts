/**
 * The events of a run. Event `n` is a pure function of the seed and `n`, so nobody has to remember what was sent: who sends it
 * again and who checks the log make it anew.
 *
 * Few events a viewer, on few titles and sessions: an effect that is lost or doubled then shows in the profile, and is not covered
 * by later ones.
 */
import type { EventJson } from '@upnext/contracts'
import { seededRandom } from '@upnext/testkit'
import type { Random } from '@upnext/testkit'
import { eventId } from './event-ids.ts'
import { spoil } from './spoil-event.ts'

/** What no log line, record, store or answer may ever contain: every id that the app uses for a viewer begins with it. */
export const CANARY = 'canary-viewer-'
export const TITLES = 300
/** One in so many is refused by the collector. */
const INVALID_SHARE = 0.03
/** So many viewers are active at a time; each comes, does about so many things, and goes. */
const ACTIVE_VIEWERS = 120
const EVENTS_A_VIEWER = 100
/** 2025-06-01: the log's times do not depend on when the run is. */
const FIRST_MS = 1_748_736_000_000
const STEP_MS = 2_000
const HOUR_MS = 3_600_000

export interface MadeEvent {
  /** What is sent. */
  readonly json: object
  readonly valid: boolean
}

export function makeEvent(seed: number, n: number): MadeEvent {
  const random = seededRandom((seed ^ Math.imul(n + 1, 0x9e37_79b1)) >>> 0)
  const event = validEvent(random, seed, n)
  if (random.next() >= INVALID_SHARE) return { json: event, valid: true }
  return { json: spoil(event, random), valid: false }
}

/** A viewer who is active around event `n`. */
export function viewerId(random: Random, n: number): string {
  return `${CANARY}${Math.floor(n / EVENTS_A_VIEWER) + random.int(0, ACTIVE_VIEWERS)}`
}

export function titleId(number: number): string {
  return `title-${number}`
}

function validEvent(random: Random, seed: number, n: number): EventJson {
  const occurredAt = FIRST_MS + n * STEP_MS - lateness(random)
  const envelope = { event_id: eventId(seed, n), viewer: viewerId(random, n), occurred_at: occurredAt }
  return { ...envelope, ...bodyOf(random, n, occurredAt) }
}

/** Most come in order, some an hour late, a few weeks late. */
function lateness(random: Random): number {
  const chance = random.next()
  if (chance < 0.7) return random.int(0, 2_000)
  return chance < 0.9 ? random.int(0, HOUR_MS) : random.int(0, 30 * 24 * HOUR_MS)
}

type Body = EventJson extends infer Event
  ? Event extends EventJson
    ? Omit<Event, 'event_id' | 'viewer' | 'occurred_at'>
    : never
  : never

function bodyOf(random: Random, n: number, occurredAt: number): Body {
  const item = titleId(random.int(0, TITLES))
  const chance = random.next()
  if (chance < 0.44) return watching(random, occurredAt)
  if (chance < 0.6) return { kind: 'rating', item, stars: random.int(1, 11) / 2 }
  if (chance < 0.68) return { kind: 'list', item, action: random.pick(['add', 'add', 'remove']) }
  if (chance < 0.75)
    return {
      kind: 'dismiss',
      item,
      scope: random.pick(['not_interested', 'continue_watching']),
      undo: random.next() < 0.2,
    }
  if (chance < 0.83) return impression(random, n)
  if (chance < 0.88) return { kind: 'settings', settings: someSettings(random) }
  if (chance < 0.92)
    return { kind: 'follow', target: viewerId(random, n), action: random.pick(['request', 'accept', 'remove']) }
  if (chance < 0.95)
    return { kind: 'transaction', item, type: random.pick(['rent', 'buy']), price_minor: 399, currency: 'EUR' }
  if (chance < 0.97) return { kind: 'select', item, page_id: `page-${n}` }
  if (chance < 0.995) return { kind: 'consent', analytics: random.next() < 0.5, policy_version: `v${random.int(1, 4)}` }
  if (chance < 0.999) return { kind: 'retire', through: occurredAt - 24 * HOUR_MS }
  return { kind: 'erase' }
}

/** A playback session is heard of several times, and not in order: the furthest point counts. */
function watching(random: Random, occurredAt: number): Body {
  const item = titleId(random.int(0, TITLES))
  const started = occurredAt - (occurredAt % (6 * HOUR_MS))
  return {
    kind: 'watch',
    item,
    position_s: random.int(1, 5_400),
    duration_s: 5_400,
    session_id: `session-${item}-${started}`,
    session_started_at: started,
    phase: random.pick(['heartbeat', 'pause', 'stop']),
  }
}

function impression(random: Random, n: number): Body {
  const items = Array.from({ length: random.int(1, 6) }, () => ({ item: titleId(random.int(0, TITLES)) }))
  return { kind: 'impression', page_id: `page-${n}`, row_id: 'next-to-watch', items }
}

function someSettings(random: Random) {
  const country = random.next() < 0.5 ? { country: random.pick(['DE', 'FR', null]) } : {}
  const tier = random.next() < 0.5 ? { tier: random.pick(['basic', 'premium', null]) } : {}
  return {
    ...country,
    ...tier,
    languages: random.pick([['de'], ['en', 'fr'], ['en']]),
    share_watching: random.next() < 0.5,
  }
}
