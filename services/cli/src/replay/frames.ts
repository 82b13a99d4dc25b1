/** Records in a part file, with their times: length (u32) | time (f64, NaN: none) | bytes of the record. */
import { closeSync, openSync, readSync } from 'node:fs'
import type { NewRecord } from '@upnext/ports'
import { recordBytes, recordFromBytes } from './record-bytes.ts'

const HEAD = 12
const READ_BYTES = 65_536

/** `timeMs` is `null` where the record does not say. */
export function frameOf(record: NewRecord, timeMs: number | null): Buffer {
  const bytes = recordBytes(record)
  const head = Buffer.allocUnsafe(HEAD)
  head.writeUInt32BE(bytes.length, 0)
  head.writeDoubleBE(timeMs ?? Number.NaN, 4)
  return Buffer.concat([head, bytes])
}

export interface Frame {
  readonly timeMs: number | null
  readonly record: NewRecord
  /** Where the next one begins. */
  readonly nextByte: number
}

/** The frames of a file from one byte to another, holding little more than one of them at a time. */
export function* readFrames(path: string, from: number, to: number): Generator<Frame> {
  const file = openSync(path, 'r')
  try {
    let buffer = Buffer.alloc(0)
    for (let at = from; at < to;) {
      const size = buffer.length < HEAD ? HEAD : HEAD + buffer.readUInt32BE(0)
      if (buffer.length < size) {
        const more = Buffer.allocUnsafe(Math.min(to - at - buffer.length, Math.max(READ_BYTES, size - buffer.length)))
        const got = readSync(file, more, 0, more.length, at + buffer.length)
        if (got === 0) throw new Error(`${path} is shorter than it was: say --again to replay from the start`)
        buffer = Buffer.concat([buffer, more.subarray(0, got)])
        continue
      }
      at += size
      const timeMs = buffer.readDoubleBE(4)
      yield {
        timeMs: Number.isNaN(timeMs) ? null : timeMs,
        record: recordFromBytes(buffer.subarray(HEAD, size)),
        nextByte: at,
      }
      buffer = buffer.subarray(size)
    }
  } finally {
    closeSync(file)
  }
}

export interface MergedFrame extends Frame {
  readonly partition: number
}

/**
 * All parts in the order of time, each in its own order; of equal times the lower partition comes first. What has no time comes
 * right behind the one before it in its part, or first of all.
 */
export function* mergeByTime(parts: readonly Iterator<Frame>[]): Generator<MergedFrame> {
  const heads = parts.map((part) => valueOf(part.next()))
  try {
    for (;;) {
      const partition = earliest(heads)
      const head = heads[partition] ?? null
      if (head === null) return
      yield { ...head, partition }
      const part = parts[partition]
      heads[partition] = part === undefined ? null : valueOf(part.next())
    }
  } finally {
    for (const part of parts) part.return?.()
  }
}

function earliest(heads: readonly (Frame | null)[]): number {
  let [first, timeMs] = [-1, Infinity]
  for (const [partition, head] of heads.entries()) {
    const headMs = head === null ? Infinity : (head.timeMs ?? -Infinity)
    if (headMs < timeMs) [first, timeMs] = [partition, headMs]
  }
  return first
}

function valueOf(step: IteratorResult<Frame>): Frame | null {
  return step.done === true ? null : step.value
}
