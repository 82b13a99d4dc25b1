import { describe, expect, it } from '@jest/globals'
import { ViewerEvent } from '../gen/upnext/events/v1/viewer_event.ts'
import { encodeViewerEvent } from './codec.ts'

const event = (itemId: string, occurredAtMs = 1_760_000_000_000): ViewerEvent =>
  ViewerEvent.fromPartial({ viewer: 'v'.repeat(22), occurredAtMs, kind: { $case: 'list', value: { itemId } } })
/** What a writer of its own makes of it. */
const obvious = (one: ViewerEvent): Buffer => Buffer.from(ViewerEvent.encode(one).finish())
const encoded = (one: ViewerEvent): Buffer => Buffer.from(encodeViewerEvent(one).value)

describe('the record of an event', () => {
  it('holds the same bytes as if every event had a writer of its own, also after larger ones', () => {
    const events = ['a', 'b'.repeat(5000), '', 'c'].map((itemId) => event(itemId))
    expect(events.map(encoded)).toEqual(events.map(obvious))
  })

  it('keeps its bytes when the next one is encoded', () => {
    const first = encodeViewerEvent(event('first')).value
    encodeViewerEvent(event('other'))
    expect(Buffer.from(first)).toEqual(obvious(event('first')))
  })

  it('has nothing of an event that could not be encoded to its end', () => {
    expect(() => encodeViewerEvent(event('odd', Number.NaN))).toThrow()
    expect(encoded(event('next'))).toEqual(obvious(event('next')))
  })
})
