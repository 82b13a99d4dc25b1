import { createRequire } from 'node:module'
import { afterEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createKafkaClient } from './client.ts'
import { readHeaders, readList } from './quick-headers.ts'
import type { HeaderDecoder } from './quick-headers.ts'

const require = createRequire(import.meta.url)
const Decoder = require('kafkajs/src/protocol/decoder') as {
  new (bytes: Buffer): HeaderDecoder
  readonly prototype: HeaderDecoder
}
const writeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => { buffer: Buffer }
const readRecord = require('kafkajs/src/protocol/recordBatch/record/v0/decoder') as (
  decoder: HeaderDecoder,
  batch: object,
) => { headers: object }

afterEach(() => {
  Decoder.prototype.readVarIntArray = readList
})

/** The headers of a record, read by KafkaJS, with this way to read them. */
function headersOf(bytes: Buffer, read: HeaderDecoder['readVarIntArray']): [string, unknown][] {
  Decoder.prototype.readVarIntArray = read
  const decoder = new Decoder(bytes)
  decoder.readVarInt()
  const { headers } = readRecord(decoder, { firstOffset: '0', firstTimestamp: '0' })
  return Object.entries(headers)
}

const NAMES = ['kind', 'schema', 'toString', 'constructor', '__proto__', '', '0']

describe('headers of a record', () => {
  it('are those that KafkaJS reads, repeated ones and those of odd names too', () => {
    const name = fc.oneof(fc.constantFrom(...NAMES), fc.string())
    const value = fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 3 }))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
        // As own fields, whatever their names.
        const { buffer } = writeRecord({ key: null, value: Buffer.of(1), headers: Object.fromEntries(pairs) })
        expect(headersOf(buffer, readHeaders)).toEqual(headersOf(buffer, readList))
      }),
    )
  })

  it('of no value, of no number and of a damaged one are what KafkaJS makes of them', () => {
    // Body: attributes, time, offset, no key, no value, and then how many headers: -1, or one of the name "k" without a value, twice.
    const start = [0, 0, 0, 1, 1]
    const none = Buffer.from([6, ...start, 1])
    const valueless = Buffer.from([12, ...start, 4, 2, 107, 1, 2, 107, 1])
    for (const bytes of [none, valueless]) expect(headersOf(bytes, readHeaders)).toEqual(headersOf(bytes, readList))
    expect(headersOf(valueless, readHeaders)).toEqual([['k', [null, null]]])
    const damaged = Buffer.from([6, ...start, 3])
    for (const read of [readList, readHeaders]) expect(() => headersOf(damaged, read)).toThrow('Invalid array length')
  })

  it('are read so in a process that has made a client', () => {
    createKafkaClient({ brokers: ['127.0.0.1:9092'], clientId: 'test' })
    expect(Decoder.prototype.readVarIntArray).toBe(readHeaders)
  })
})
