import { describe, expect, it } from '@jest/globals'
import { RecordUnreadableError } from '@upnext/ports'
import { decodeRecord, encodeRecord, lastRecordKey, offsetOfKey, recordKey } from './event-log-record.ts'

describe('records of the embedded log', () => {
  it('come back as they were, with and without headers', () => {
    const key = Buffer.from([0, 255, 1])
    const value = Buffer.from([9, 0, 9])
    expect(decodeRecord(7, encodeRecord({ key, value, headers: { kind: 'wätch' } }))).toEqual({
      offset: 7,
      key,
      value,
      headers: { kind: 'wätch' },
    })
    expect(decodeRecord(0, encodeRecord({ key: Buffer.of(), value: Buffer.of() }))).toEqual({
      offset: 0,
      key: Buffer.of(),
      value: Buffer.of(),
      headers: {},
    })
  })

  it('are refused when cut short or of another format', () => {
    const bytes = encodeRecord({ key: Buffer.from('key'), value: Buffer.of() })
    for (const length of [0, 8, 10]) {
      expect(() => decodeRecord(1, bytes.subarray(0, length))).toThrow(RecordUnreadableError)
      expect(() => decodeRecord(1, bytes.subarray(0, length))).toThrow('damaged')
    }
    const withHeaders = encodeRecord({ key: Buffer.of(), value: Buffer.of(), headers: { kind: 'watch' } })
    withHeaders[9] = 0
    expect(() => decodeRecord(1, withHeaders)).toThrow('no JSON')
    expect(() => decodeRecord(1, Buffer.concat([Buffer.of(2), bytes.subarray(1)]))).toThrow('unknown format')
  })

  it('lie in the order of their offsets, partition by partition', () => {
    const keys = [
      recordKey(1, 2, 0),
      recordKey(1, 2, 255),
      recordKey(1, 2, 256),
      recordKey(1, 2, 2 ** 40),
      lastRecordKey(1, 2),
    ]
    expect([...keys].sort(Buffer.compare)).toEqual(keys)
    expect(Buffer.compare(lastRecordKey(1, 2), recordKey(1, 3, 0))).toBe(-1)
    expect(offsetOfKey(recordKey(1, 2, 2 ** 40 + 3))).toBe(2 ** 40 + 3)
  })
})
