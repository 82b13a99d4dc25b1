/** Whatever comes over the wire, a request is understood or its mistakes are told: parsing never throws. */
import { describe, expect, it } from '@jest/globals'
import { GetNextToWatchRequest, GetPageRequest, GetRowRequest, GetSimilarItemsRequest } from '@upnext/contracts'
import { TEST_KEYS } from '@upnext/testkit'
import fc from 'fast-check'
import { parseNextRequest } from './next-request.ts'
import { parsePageRequest } from './page-request.ts'
import { parseRowRequest } from './row-request.ts'
import { parseSimilarRequest } from './similar-request.ts'
import type { Parsed } from './violation.ts'

const OPTIONS = { keys: TEST_KEYS, viewerTopic: 'upnext.viewer-events.v1' }

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', '42', 'home', 'DE', 'de-AT', 'a\u0000', '\ud800', '\u{1f600}'.repeat(200), '__proto__'),
)
const expression = fc.oneof(
  text,
  fc.constantFrom(
    'year > 1990',
    '"a" in genres',
    'size(title) > 3',
    'year',
    '((((',
    'genres.exists(g, g == "a")',
    '1/0 == 1',
  ),
  fc.nat(1500).map((depth) => '('.repeat(depth)),
  fc.nat(900).map((length) => `${'!'.repeat(length)}made_for_kids`),
  fc.nat(900).map((length) => 'year + '.repeat(length)),
)
const u32 = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0, 1, 4_294_967_295))
const float = fc.float()
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const parts = fc.record({
  audience: fc.oneof(
    fc.constant(undefined),
    fc.record({ $case: fc.constant('viewerId' as const), value: text }),
    fc.record({
      $case: fc.constant('guest' as const),
      value: fc.record({
        items: fc.array(fc.record({ itemId: text, weight: maybe(float), atMs: maybe(u32) }), { maxLength: 60 }),
      }),
    }),
  ),
  page: text,
  itemId: text,
  finishedItemId: maybe(text),
  token: text,
  limit: maybe(fc.integer()),
  budget: maybe(fc.record({ rows: maybe(u32), items: maybe(u32) })),
  excludeItemIds: fc.array(text, { maxLength: 5 }),
  context: maybe(
    fc.record({
      country: maybe(text),
      maturityLimit: maybe(u32),
      kids: maybe(fc.boolean()),
      languages: fc.array(text, { maxLength: 40 }),
      tier: maybe(text),
      device: text,
      locale: text,
      withoutPersonalization: fc.boolean(),
    }),
  ),
  after: maybe(fc.record({ topic: text, partition: u32, nextOffset: fc.integer() })),
  afterWaitMs: maybe(u32),
  wishes: maybe(
    fc.record({
      filter: expression,
      boosts: fc.array(fc.record({ filter: expression, factor: float }), { maxLength: 25 }),
      pins: fc.array(fc.record({ itemId: text, rowId: text, position: u32 }), { maxLength: 15 }),
    }),
  ),
  sessionId: text,
})

function tellsAll(result: Parsed<unknown>): boolean {
  if (result.ok) return true
  return (
    result.violations.length > 0 &&
    result.violations.every(
      ({ field, description }) => /^[a-z_]+(\[\d+\]|\.[a-z_]+)*$/.test(field) && description !== '',
    )
  )
}

describe('any request', () => {
  it('is understood, or told its mistakes by field', () => {
    const seen = { ok: 0, refused: 0 }
    fc.assert(
      fc.property(parts, (given) => {
        const results = [
          parsePageRequest(GetPageRequest.fromPartial(given), OPTIONS),
          parseRowRequest(GetRowRequest.fromPartial(given), OPTIONS),
          parseNextRequest(GetNextToWatchRequest.fromPartial(given), OPTIONS),
          parseSimilarRequest(GetSimilarItemsRequest.fromPartial(given)),
        ]
        for (const result of results) {
          expect(tellsAll(result)).toBe(true)
          seen[result.ok ? 'ok' : 'refused']++
        }
      }),
      { numRuns: 200 },
    )
    expect(seen.ok).toBeGreaterThan(0)
    expect(seen.refused).toBeGreaterThan(0)
  })
})
