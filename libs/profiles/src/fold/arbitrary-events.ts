/** Random events of one viewer, crowded on few titles and times so that ties, collisions and overflow are the rule. For tests only. */
import {
  DismissScope,
  FollowAction,
  ListAction,
  SettingsField,
  Thumb,
  TransactionType,
  ViewerEvent,
  viewerKey,
} from '@upnext/contracts'
import fc from 'fast-check'
import type { Caps } from '../types.ts'

/** Caps that a few of them overflow. */
export const TINY: Caps = {
  recent: 3,
  sessions: 2,
  seen: 5,
  dismissed: 2,
  list: 2,
  following: 2,
  transactions: 1,
  impressions: 2,
}

type Kind = NonNullable<ViewerEvent['kind']>
const HALF_DAY_MS = 43_200_000
const keys = { secret: new Uint8Array(16).fill(7), namespace: 'test' }

const time = fc.integer({ min: -4, max: 40 }).map((half) => half * HALF_DAY_MS)
const item = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l')
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 })

const kinds: fc.Arbitrary<Kind>[] = [
  fc
    .record({
      itemId: item,
      episodeId: fc.constantFrom('', 'e1', 'e2'),
      positionS: fc.integer({ min: 0, max: 3 }),
      durationS: fc.constantFrom(0, 300),
      sessionId: fc.constantFrom('s1', 's2'),
      sessionStartedAtMs: time,
      phase: fc.constantFrom(1 as const, 4 as const),
    })
    .map((value) => ({ $case: 'watch' as const, value })),
  fc
    .record({
      itemId: item,
      value: fc.oneof(
        fc.integer({ min: 1, max: 10 }).map((value) => ({ $case: 'halfStars' as const, value })),
        fc.constantFrom(Thumb.THUMB_DOWN, Thumb.THUMB_UP).map((value) => ({ $case: 'thumb' as const, value })),
      ),
    })
    .map((value) => ({ $case: 'rating' as const, value })),
  fc
    .record({ itemId: item, action: fc.constantFrom(ListAction.LIST_ACTION_ADD, ListAction.LIST_ACTION_REMOVE) })
    .map((value) => ({ $case: 'list' as const, value })),
  fc
    .record({
      itemId: item,
      scope: fc.constantFrom(DismissScope.DISMISS_SCOPE_NOT_INTERESTED, DismissScope.DISMISS_SCOPE_CONTINUE_WATCHING),
      undo: fc.boolean(),
    })
    .map((value) => ({ $case: 'dismiss' as const, value })),
  fc
    .record({
      itemId: item,
      type: fc.constantFrom(TransactionType.TRANSACTION_TYPE_RENT, TransactionType.TRANSACTION_TYPE_BUY),
      expiresAtMs: fc.constantFrom(0, 5000),
      priceMinor: fc.constant(399),
      currency: fc.constant('EUR'),
    })
    .map((value) => ({ $case: 'transaction' as const, value })),
  fc
    .record({
      pageId: fc.constantFrom('p1', 'p2', 'p3'),
      rowId: fc.constant('r'),
      items: fc.array(
        item.map((itemId) => ({ itemId, tracking: '' })),
        { maxLength: 4 },
      ),
      tracking: fc.constant(''),
    })
    .map((value) => ({ $case: 'impression' as const, value })),
  fc
    .record({
      target: fc.constantFrom('x', 'y', 'z', 'w', 'v').map((id) => viewerKey(keys, id)),
      action: fc.constantFrom(
        FollowAction.FOLLOW_ACTION_REQUEST,
        FollowAction.FOLLOW_ACTION_ACCEPT,
        FollowAction.FOLLOW_ACTION_REMOVE,
      ),
    })
    .map((value) => ({ $case: 'follow' as const, value })),
  fc
    .record({
      kids: optional(fc.boolean()),
      maturityLimit: optional(fc.constantFrom(0, 9, 16)),
      languages: optional(fc.subarray(['de', 'fr', 'en']).map((tags) => ({ tags }))),
      country: optional(fc.constantFrom('DE', 'FR')),
      tier: optional(fc.constantFrom('basic', 'größer')),
      shareWatching: optional(fc.boolean()),
      clear: fc.array(fc.constantFrom(...Object.values(SettingsField)), { maxLength: 2 }),
    })
    .map((value) => ({ $case: 'settings' as const, value })),
  fc
    .record({
      personalization: optional(fc.boolean()),
      analytics: optional(fc.boolean()),
      sponsored: optional(fc.boolean()),
      policyVersion: fc.constantFrom('', '2026-1', '2026-2'),
    })
    .map((value) => ({ $case: 'consent' as const, value })),
]

const rareKinds: fc.Arbitrary<Kind>[] = [
  fc.record({ throughMs: time }).map((value) => ({ $case: 'erase' as const, value })),
  fc.record({ throughMs: time }).map((value) => ({ $case: 'retire' as const, value })),
  fc.constant({ $case: 'select' as const, value: { itemId: 'a', tracking: '', pageId: '', rowId: '' } }),
]

/** Three titles, several sessions of each, heard of bit by bit. */
const repeatedWatch: fc.Arbitrary<Kind> = fc
  .record({
    itemId: fc.constantFrom('a', 'b', 'c'),
    episodeId: fc.constantFrom('', '', 'e1', 'e2'),
    positionS: fc.integer({ min: 0, max: 300 }),
    durationS: fc.constantFrom(0, 300, 301),
    sessionId: fc.constantFrom('s1', 's2'),
    sessionStartedAtMs: fc.integer({ min: -2, max: 8 }).map((half) => half * HALF_DAY_MS),
    phase: fc.constantFrom(2 as const, 4 as const),
  })
  .map((value) => ({ $case: 'watch' as const, value }))

const eventOf = (kind: fc.Arbitrary<Kind>): fc.Arbitrary<ViewerEvent> =>
  fc
    .record({ kind, occurredAtMs: time, eventId: fc.uuid() })
    .map((fields) => ({ ...ViewerEvent.decode(new Uint8Array()), viewer: viewerKey(keys, 'me'), ...fields }))

export const arbitraryEvent = eventOf(
  fc.oneof(
    ...kinds.map((arbitrary) => ({ arbitrary, weight: 4 })),
    ...rareKinds.map((arbitrary) => ({ arbitrary, weight: 1 })),
  ),
)

/** Histories of all sorts of events, and histories that are mostly the same titles watched again. */
export function arbitraryEvents(length: fc.ArrayConstraints): fc.Arbitrary<ViewerEvent[]> {
  const mostlyRepeats = fc.oneof(
    { arbitrary: eventOf(repeatedWatch), weight: 5 },
    { arbitrary: arbitraryEvent, weight: 1 },
  )
  return fc.oneof(fc.array(arbitraryEvent, length), fc.array(mostlyRepeats, length))
}
