/**
 * KafkaJS puts the headers of a record together by spreading those that it has and adding the next, of which V8 makes a hidden class of its own
 * for each record. Reading a record of two headers takes 2.0 us so, and 1.1 without, and each class lives until the next full collection.
 */
import { createRequire } from 'node:module'
import type { IHeaders } from 'kafkajs'

interface Header {
  readonly key: string
  readonly value: Buffer
}

/** The part of KafkaJS's decoder that is of interest here. */
export interface HeaderDecoder {
  readVarInt(): number
  readVarIntArray: (this: HeaderDecoder, readHeader: (decoder: HeaderDecoder) => Header) => HeaderList
}

/** What KafkaJS asks of the list. */
interface HeaderList {
  reduce(join: never, start: never): unknown
}

const { prototype } = createRequire(import.meta.url)('kafkajs/src/protocol/decoder') as { prototype: HeaderDecoder }

/** As KafkaJS has it: reads a list. Only headers are written as one. */
export const readList = prototype.readVarIntArray

/** What KafkaJS reduces to headers: these are it already. */
class ReadHeaders implements HeaderList {
  readonly headers: IHeaders

  constructor(headers: IHeaders) {
    this.headers = headers
  }

  reduce(): IHeaders {
    return this.headers
  }
}

/** The same headers, each added where it is not there yet. */
export function readHeaders(this: HeaderDecoder, readHeader: (decoder: HeaderDecoder) => Header): ReadHeaders {
  let headers: IHeaders = {}
  const count = this.readVarInt()
  // As KafkaJS says it of a list that is damaged; -1 is one of nothing.
  if (count < -1) throw new RangeError('Invalid array length')
  for (let left = count; left > 0; left--) {
    const { key, value } = readHeader(this)
    // There already: given before, or of the name of what every object has.
    const before = headers[key]
    if (before === undefined) headers[key] = value
    else headers = { ...headers, [key]: Array.isArray(before) ? [...before, value] : [before, value] }
  }
  return new ReadHeaders(headers)
}

/** For all connections of this process. */
export function quickenHeaders(): void {
  prototype.readVarIntArray = readHeaders
}
