import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { viewerKey, accountKey, keyIdOf } from '../keys.ts'
import { ViewerEvent } from '../gen/upnext/events/v1/viewer_event.ts'
import { decodeViewerEvent, encodeViewerEvent, kindOfRecord, MalformedRecordError } from './codec.ts'
import { EVENT_KINDS } from './event-schema.ts'
import { EXAMPLES } from './events.fixtures.ts'
import { parseEvent } from './parse-event.ts'
import { toEventJson } from './to-event-json.ts'
import { FUTURE_TOLERANCE_MS, toViewerEvent } from './to-viewer-event.ts'

const keys = { secret: Buffer.from('a secret of the tests, 32 bytes!'), namespace: 'test' }
const RECEIVED = 1_767_225_602_000
const stamp = {
  keys,
  keyId: keyIdOf(keys.secret),
  receivedAtMs: RECEIVED,
  eventId: '00000000-0000-4000-8000-000000000001',
}

function logged(input: unknown): ViewerEvent {
  const parsed = parseEvent(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejection))
  return decodeViewerEvent(encodeViewerEvent(toViewerEvent(parsed.value, stamp)).value)
}

describe('toViewerEvent', () => {
  it.each(EVENT_KINDS)('carries every field of %s to the log and back', (kind) => {
    const example = EXAMPLES[kind]
    expect(toEventJson(logged(example))).toEqual({
      ...example,
      viewer: viewerKey(keys, '42'),
      account: accountKey(keys, 'household-7'),
      ...(example.kind === 'follow' && { target: viewerKey(keys, '43') }),
      ...(example.kind === 'erase' && { through: RECEIVED + FUTURE_TOLERANCE_MS }),
      received_at: RECEIVED,
      key_id: stamp.keyId,
    })
  })

  it('makes the id that was not sent, and writes ids in one spelling', () => {
    expect(logged({ ...EXAMPLES.list, event_id: undefined }).eventId).toBe(stamp.eventId)
    expect(logged({ ...EXAMPLES.list, event_id: EXAMPLES.list.event_id?.toUpperCase() }).eventId).toBe(
      EXAMPLES.list.event_id,
    )
  })

  it('takes an erasure through clocks that are ahead, whatever the client says', () => {
    const event = logged({ ...EXAMPLES.erase, through: 1 })
    expect(event.kind).toMatchObject({ $case: 'erase', value: { throughMs: RECEIVED + FUTURE_TOLERANCE_MS } })
  })

  it('keeps half stars and thumbs apart', () => {
    expect(logged({ ...EXAMPLES.rating, stars: 0.5 }).kind).toMatchObject({
      value: { value: { $case: 'halfStars', value: 1 } },
    })
    const thumb = toEventJson(logged({ ...EXAMPLES.rating, stars: undefined, thumb: 'down' }))
    expect(thumb).toMatchObject({ kind: 'rating', thumb: 'down' })
    expect(thumb).not.toHaveProperty('stars')
  })

  it('rounds lengths of time down to whole seconds', () => {
    expect(logged({ ...EXAMPLES.watch, position_s: 12.9 }).kind).toMatchObject({ value: { positionS: 12 } })
  })

  it('leaves no id of the app in the bytes', () => {
    const viewer = 'jane.doe@example.org'
    for (const example of Object.values(EXAMPLES)) {
      const parsed = parseEvent({
        ...example,
        viewer,
        account: viewer,
        ...(example.kind === 'follow' && { target: viewer }),
      })
      if (!parsed.ok) throw new Error('the example was refused')
      const record = encodeViewerEvent(toViewerEvent(parsed.value, stamp))
      expect(Buffer.from(record.value).includes('jane')).toBe(false)
      expect(Buffer.from(record.key).toString()).toBe(viewerKey(keys, viewer))
      expect(record.headers).toEqual({ kind: example.kind, schema: '1' })
    }
  })
})

describe('codec of viewer events', () => {
  it('keeps a kind of a newer version unread, and says what the record said', () => {
    // Field 59 of the oneof's range: a kind that this version does not know.
    const value = Buffer.concat([
      ViewerEvent.encode(logged(EXAMPLES.erase))
        .finish()
        .subarray(0, 2 + 36),
      Buffer.from([0xda, 0x03, 0x00]),
    ])
    const event = decodeViewerEvent(value)
    expect(event.kind).toBeUndefined()
    expect(toEventJson(event)).toBeNull()
    expect(kindOfRecord({ headers: { kind: 'wave' } })).toBe('wave')
  })

  it('answers any bytes with an event or with MalformedRecordError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeViewerEvent(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedRecordError)
        }
      }),
      { seed: 3, numRuns: 2000 },
    )
  })
})
