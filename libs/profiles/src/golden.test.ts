import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { ViewerEvent, viewerKey } from '@upnext/contracts'
import { encodeProfile } from './codec/encode.ts'
import { emptyProfile, fold } from './fold/fold.ts'
import { FOLD_VERSION, SERVING_CAPS } from './types.ts'

/**
 * The golden log: the same 3,500 events for ever, and the digest of the profile that they make. When this fails, the fold or the
 * packed form has changed: raise FOLD_VERSION, and only then the digest here, so that stores built by the old fold are refused.
 */
const GOLDEN = { foldVersion: 3, sha256: 'e39a45c834f26efc92f6743899acafb6f5eb7fe94050b8b886a50e38477956a9' }

const keys = { secret: new Uint8Array(16).fill(1), namespace: '' }
const START_MS = Date.UTC(2026, 0, 1)

describe('the golden log', () => {
  it('gives the digest that belongs to this version of the fold', () => {
    const profile = goldenLog().reduce((state, event) => fold(state, event, SERVING_CAPS).profile, emptyProfile())
    const sha256 = createHash('sha256').update(encodeProfile(profile)).digest('hex')
    expect({ foldVersion: FOLD_VERSION, sha256 }).toEqual(GOLDEN)
  })
})

function goldenLog(): ViewerEvent[] {
  const all = Array.from({ length: 3000 }, (_, i) => goldenEvent(i))
  return [...all, ...Array.from({ length: 500 }, (_, i) => repeatedWatch(i))]
}

/** Seven sessions of each of 30 titles, heard of bit by bit and late. */
function repeatedWatch(i: number): ViewerEvent {
  const session = (i * 101) % 210
  const sessionStartedAtMs = START_MS + (100 * 24 + session) * 3_600_000
  const value = {
    itemId: `item-${session % 30}`,
    episodeId: session % 4 === 0 ? `episode-${session % 3}` : '',
    positionS: (i * 31) % 5400,
    durationS: session % 5 === 0 ? 0 : 5400,
    sessionId: `session-${session}`,
    sessionStartedAtMs,
    phase: 2 as const,
  }
  return { ...ViewerEvent.decode(new Uint8Array()), occurredAtMs: sessionStartedAtMs, kind: { $case: 'watch', value } }
}

function goldenEvent(i: number): ViewerEvent {
  const itemId = `item-${(i * 7919) % 401}`
  const occurredAtMs = START_MS + ((i * 104_729) % 3001) * 3_600_000
  const kinds: NonNullable<ViewerEvent['kind']>[] = [
    {
      $case: 'watch',
      value: {
        itemId,
        episodeId: i % 3 === 0 ? `episode-${i % 10}` : '',
        positionS: (i * 31) % 7200,
        durationS: 7200,
        sessionId: `session-${i % 50}`,
        sessionStartedAtMs: occurredAtMs - 60_000,
        phase: 2,
      },
    },
    { $case: 'rating', value: { itemId, value: { $case: 'halfStars', value: 1 + (i % 10) } } },
    { $case: 'rating', value: { itemId, value: { $case: 'thumb', value: i % 2 === 0 ? 1 : 2 } } },
    { $case: 'list', value: { itemId, action: i % 2 === 0 ? 1 : 2 } },
    { $case: 'dismiss', value: { itemId, scope: i % 2 === 0 ? 1 : 2, undo: i % 5 === 0 } },
    {
      $case: 'transaction',
      value: { itemId, type: i % 2 === 0 ? 1 : 2, expiresAtMs: occurredAtMs + 1, priceMinor: 1, currency: 'EUR' },
    },
    {
      $case: 'impression',
      value: {
        pageId: `page-${i % 40}`,
        rowId: 'row',
        tracking: '',
        items: [
          { itemId, tracking: '' },
          { itemId: 'same', tracking: '' },
        ],
      },
    },
    {
      $case: 'follow',
      value: { target: viewerKey(keys, `viewer-${i % 300}`), action: i % 3 === 0 ? 1 : i % 3 === 1 ? 2 : 3 },
    },
    {
      $case: 'settings',
      value: {
        ...noSettings,
        kids: i % 2 === 0,
        languages: { tags: ['de', 'en'] },
        country: 'DE',
        clear: i % 7 === 0 ? [5] : [],
      },
    },
    {
      $case: 'consent',
      value: { personalization: i % 3 > 0, analytics: true, sponsored: false, policyVersion: '2026-1' },
    },
    i % 990 === 10
      ? { $case: 'erase', value: { throughMs: START_MS + 40 * 86_400_000 } }
      : { $case: 'retire', value: { throughMs: START_MS + (i % 50) * 86_400_000 } },
  ]
  const kind = kinds[i % kinds.length]
  return { ...ViewerEvent.decode(new Uint8Array()), occurredAtMs, ...(kind === undefined ? {} : { kind }) }
}

const noSettings = {
  kids: undefined,
  maturityLimit: undefined,
  languages: undefined,
  country: undefined,
  tier: undefined,
  shareWatching: undefined,
}
