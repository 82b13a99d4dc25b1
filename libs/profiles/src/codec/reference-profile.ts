/**
 * The profile by which sizes and times are reported: so many titles watched, half of them also rated, 10 dismissed, 10 listed,
 * 5 viewers followed, 5 titles rented or bought, 20 impressed on two pages, consent and all settings; over one year, at odd
 * milliseconds, as players send them. For tests and benches only.
 */
import { ViewerEvent, viewerKey } from '@upnext/contracts'
import { emptyProfile, fold } from '../fold/fold.ts'
import { SERVING_CAPS } from '../types.ts'
import type { Profile } from '../types.ts'

type Kind = NonNullable<ViewerEvent['kind']>

const keys = { secret: new Uint8Array(16).fill(3), namespace: 'reference' }
const START_MS = Date.UTC(2025, 0, 1)
const YEAR_MS = 365 * 86_400_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/**
 * `overlap`: the share, 0 to 1, of titles dismissed, listed, bought and impressed that have been watched as well. 0 is what
 * takes the most bytes.
 */
export function referenceProfile(titles: number, overlap = 0): Profile {
  return eventsOf(titles, overlap).reduce((state, event) => fold(state, event, SERVING_CAPS).profile, emptyProfile())
}

function eventsOf(titles: number, overlap: number): ViewerEvent[] {
  const random = createRandom()
  const anyTime = (): number => START_MS + Math.floor(random() * YEAR_MS)
  const watches = times(titles, (i) => {
    const durationS = 4800 + Math.floor(random() * 4200)
    return { itemId: `watched-${i}`, startMs: anyTime(), durationS, positionS: Math.floor(random() * durationS) }
  })
  const other = (name: string, i: number): string =>
    random() < overlap ? `watched-${Math.floor(random() * titles)}` : `${name}-${i}`
  const pages = [anyTime(), anyTime()]
  const saidMs = anyTime()

  return [
    ...watches.map(({ startMs, ...watch }, i) =>
      eventAt(startMs + watch.positionS * 1000, {
        $case: 'watch',
        value: { ...watch, episodeId: '', sessionId: `session-${i}`, sessionStartedAtMs: startMs, phase: 4 },
      }),
    ),
    ...watches.slice(0, Math.floor(titles / 2)).map(({ itemId, startMs }) =>
      eventAt(startMs + HOUR_MS + Math.floor(random() * DAY_MS), {
        $case: 'rating',
        value: { itemId, value: { $case: 'halfStars', value: 1 + Math.floor(random() * 10) } },
      }),
    ),
    ...times(10, (i) =>
      eventAt(anyTime(), {
        $case: 'dismiss',
        value: { itemId: other('dismissed', i), scope: i % 2 === 0 ? 1 : 2, undo: false },
      }),
    ),
    ...times(10, (i) => eventAt(anyTime(), { $case: 'list', value: { itemId: other('listed', i), action: 1 } })),
    ...times(5, (i) => eventAt(anyTime(), { $case: 'follow', value: { target: viewerKey(keys, `${i}`), action: 1 } })),
    ...times(5, (i) => transaction(anyTime(), other('bought', i), i % 2 === 0)),
    ...pages.map((atMs, page) =>
      eventAt(atMs, {
        $case: 'impression',
        value: {
          pageId: `page-${page}`,
          rowId: 'row',
          tracking: '',
          items: times(10, (i) => ({ itemId: other('shown', page * 10 + i), tracking: '' })),
        },
      }),
    ),
    eventAt(saidMs, {
      $case: 'settings',
      value: {
        kids: false,
        maturityLimit: 16,
        languages: { tags: ['de', 'en'] },
        country: 'DE',
        tier: 'premium',
        shareWatching: true,
        clear: [],
      },
    }),
    eventAt(saidMs, {
      $case: 'consent',
      value: { personalization: true, analytics: true, sponsored: false, policyVersion: '2026-1' },
    }),
  ]
}

function transaction(atMs: number, itemId: string, rent: boolean): ViewerEvent {
  const value = {
    itemId,
    type: rent ? 1 : 2,
    expiresAtMs: rent ? atMs + 2 * DAY_MS : 0,
    priceMinor: 399,
    currency: 'EUR',
  }
  return eventAt(atMs, { $case: 'transaction', value } as Kind)
}

function eventAt(occurredAtMs: number, kind: Kind): ViewerEvent {
  return { ...ViewerEvent.decode(new Uint8Array()), occurredAtMs, kind }
}

function times<Value>(count: number, make: (i: number) => Value): Value[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

/** The same numbers from 0 to 1 each time. */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
