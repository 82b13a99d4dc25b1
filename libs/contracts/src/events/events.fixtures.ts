/** One event of each kind with every field set: what tests of the JSON form and its documentation start from. */
import type { EventJson, EventKind } from './event-schema.ts'

const ENVELOPE = {
  event_id: '0190a7c4-5b1e-7c3a-9d2f-3b8f6a1c2d4e',
  viewer: '42',
  account: 'household-7',
  occurred_at: 1_767_225_600_000,
  sent_at: 1_767_225_601_000,
  source: 'live',
  device: 'tv',
  country: 'DE',
  locale: 'de-DE',
} as const

export const EXAMPLES: { readonly [K in EventKind]: Extract<EventJson, { kind: K }> } = {
  watch: {
    ...ENVELOPE,
    kind: 'watch',
    item: 'series-9',
    episode: 'series-9-s1e2',
    position_s: 1260,
    duration_s: 2700,
    session_id: 'play-31',
    session_started_at: 1_767_224_000_000,
    phase: 'pause',
  },
  rating: { ...ENVELOPE, kind: 'rating', item: 'movie-1', stars: 4.5 },
  list: { ...ENVELOPE, kind: 'list', item: 'movie-1', action: 'add' },
  dismiss: { ...ENVELOPE, kind: 'dismiss', item: 'movie-1', scope: 'not_interested', undo: true },
  transaction: {
    ...ENVELOPE,
    kind: 'transaction',
    item: 'movie-1',
    type: 'rent',
    expires_at: 1_767_400_000_000,
    price_minor: 399,
    currency: 'EUR',
  },
  impression: {
    ...ENVELOPE,
    kind: 'impression',
    page_id: 'page-1',
    row_id: 'next-to-watch',
    items: [{ item: 'movie-1', tracking: 'AQID' }, { item: 'movie-2' }],
    tracking: 'AQIE',
  },
  select: {
    ...ENVELOPE,
    kind: 'select',
    item: 'movie-1',
    tracking: 'AQID',
    page_id: 'page-1',
    row_id: 'next-to-watch',
  },
  settings: {
    ...ENVELOPE,
    kind: 'settings',
    settings: {
      kids: false,
      maturity_limit: 16,
      languages: ['de', 'en'],
      country: 'DE',
      tier: null,
      share_watching: true,
    },
  },
  follow: { ...ENVELOPE, kind: 'follow', target: '43', action: 'request' },
  consent: {
    ...ENVELOPE,
    kind: 'consent',
    personalization: true,
    analytics: false,
    sponsored: false,
    policy_version: '2026-01',
  },
  erase: { ...ENVELOPE, kind: 'erase' },
  retire: { ...ENVELOPE, kind: 'retire', through: 1_767_000_000_000 },
}
