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

  it('are read so in a process that has made a client', () => {
    createKafkaClient({ brokers: ['127.0.0.1:9092'], clientId: 'test' })
    expect(Decoder.prototype.readVarIntArray).toBe(readHeaders)
  })
})
