import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { ViewerEvent } from '../gen/upnext/events/v1/viewer_event.ts'
import { decodeViewerEvent, encodeViewerEvent } from './codec.ts'
import { decodeEventFacts } from './event-facts.ts'
import type { EventFacts } from './event-facts.ts'

const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 10 }))
const seconds = fc.oneof(fc.nat({ max: 10_000 }), fc.nat({ max: 0xffff_ffff }))
const time = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.maxSafeInteger(),
)
const watch = fc.record({
  itemId: text,
  episodeId: text,
  positionS: seconds,
  durationS: seconds,
  sessionId: text,
  sessionStartedAtMs: time,
  phase: fc.constantFrom(1 as const, 4 as const),
})
const impression = fc.record({
  pageId: text,
  rowId: text,
  tracking: text,
  items: fc.array(fc.record({ itemId: text, tracking: text }), { maxLength: 5 }),
})
const kind = fc.oneof(
  { weight: 4, arbitrary: watch.map((value) => ({ $case: 'watch' as const, value })) },
  { weight: 4, arbitrary: impression.map((value) => ({ $case: 'impression' as const, value })) },
  fc
    .record({ itemId: text, tracking: text, pageId: text, rowId: text })
    .map((value) => ({ $case: 'select' as const, value })),
  fc.record({ throughMs: time }).map((value) => ({ $case: 'erase' as const, value })),
)
const event = fc
  .record({
    eventId: text,
    viewer: text,
    account: text,
    occurredAtMs: time,
    sentAtMs: time,
    receivedAtMs: time,
    device: text,
    country: text,
    locale: text,
    keyId: text,
    sealed: fc.uint8Array({ maxLength: 10 }).map((bytes) => Buffer.from(bytes)),
    kind,
  })
  .map((fields) => ViewerEvent.fromPartial(fields))
const bytesOf = (one: ViewerEvent): Buffer => Buffer.from(encodeViewerEvent(one).value)

/** What a profile keeps of a whole event. */
function factsOf({ viewer, occurredAtMs, kind: whole }: ViewerEvent | EventFacts) {
  if (whole?.$case === 'watch') {
    const { itemId, episodeId, positionS, durationS, sessionId, sessionStartedAtMs } = whole.value
    const value = { itemId, episodeId, positionS, durationS, sessionId, sessionStartedAtMs }
    return { viewer, occurredAtMs, kind: { $case: whole.$case, value } }
  }
  if (whole?.$case === 'impression') {
    const { pageId, items } = whole.value
    return { viewer, occurredAtMs, kind: { pageId, items: items.map(({ itemId }) => itemId) } }
  }
  return { viewer, occurredAtMs, kind: whole }
}

function outcome(decode: (bytes: Uint8Array) => ViewerEvent | EventFacts, bytes: Uint8Array) {
  try {
    return factsOf(decode(bytes))
  } catch (error) {
    return (error as Error).name
  }
}

const expectTheSame = (bytes: Uint8Array) => {
  expect(outcome(decodeEventFacts, bytes)).toEqual(outcome(decodeViewerEvent, bytes))
}

describe('decodeEventFacts', () => {
  it('finds what the decoder of whole events finds', () => {
    fc.assert(
      fc.property(event, (one) => expectTheSame(bytesOf(one))),
      { numRuns: 2000 },
    )
  })

  it('finds and refuses the same where bytes are changed, lost or put in', () => {
    const change = fc.record({
      at: fc.nat({ max: 400 }),
      gone: fc.integer({ min: 0, max: 3 }),
      put: fc.uint8Array({ maxLength: 3 }),
    })
    fc.assert(
      fc.property(event, fc.array(change, { minLength: 1, maxLength: 3 }), (one, changes) => {
        let bytes = bytesOf(one)
        for (const { at, gone, put } of changes) {
          const from = at % (bytes.length + 1)
          bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + gone)])
        }
        expectTheSame(bytes)
      }),
      { numRuns: 6000 },
    )
  })

  it('finds and refuses the same in one event behind another', () => {
    fc.assert(
      fc.property(event, event, (one, other) => expectTheSame(Buffer.concat([bytesOf(one), bytesOf(other)]))),
      { numRuns: 500 },
    )
  })

  it('finds and refuses the same in any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), expectTheSame), { numRuns: 2000 })
  })

  it('reads bytes that are no Buffer, from the middle of others', () => {
    const bytes = bytesOf(
      ViewerEvent.fromPartial({ viewer: 'v', kind: { $case: 'watch', value: { itemId: 'größer' } } }),
    )
    const around = new Uint8Array([1, ...bytes, 2])
    expect(decodeEventFacts(around.subarray(1, -1))).toMatchObject({
      viewer: 'v',
      kind: { value: { itemId: 'größer' } },
    })
  })

  it('does not look at what no profile keeps, where the event is spelt as usual', () => {
    const bytes = bytesOf(ViewerEvent.fromPartial({ device: 'tv', kind: { $case: 'watch', value: { itemId: '7' } } }))
    expect(Object.keys(decodeEventFacts(bytes))).toEqual(['viewer', 'occurredAtMs', 'kind'])
  })
})
