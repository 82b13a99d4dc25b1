/**
 * A record as one unambiguous run of bytes, and digests of many.
 *
 * Bytes: key, value, number of headers, then name and text of each header in the order of names; every part with its length in
 * front, every number a big-endian u32. Offsets are not among them, so a copy in another topic has the same digest.
 *
 * A partition's digest is a chain, c(n) = SHA-256(c(n-1) ‖ bytes of record n) from 32 zero bytes on, so that reading can stop and
 * go on anywhere. The digest of all is SHA-256 of a line "partition records chain\n" for each partition, in their order: it does not
 * depend on how partitions were mixed, or how fast.
 */
import { hash } from 'node:crypto'
import type { NewRecord } from '@upnext/ports'

export const EMPTY_CHAIN = '0'.repeat(64)
const CHAIN_BYTES = 32
const LENGTH_BYTES = 4
const FIRST_BYTES = 8192

export function recordBytes(record: NewRecord): Buffer {
  const names = namesOf(record)
  const bytes = Buffer.allocUnsafe(sizeOf(record, names))
  writeRecord(record, names, bytes, 0)
  return bytes
}

/** The record that {@link recordBytes} wrote. */
export function recordFromBytes(bytes: Buffer): Required<NewRecord> {
  let at = 0
  const u32 = (): number => {
    const value = bytes.readUInt32BE(at)
    at += 4
    return value
  }
  const part = (): Buffer => {
    const length = u32()
    at += length
    return bytes.subarray(at - length, at)
  }
  const [key, value] = [part(), part()]
  const headers = Array.from({ length: u32() }, () => [part().toString('utf8'), part().toString('utf8')] as const)
  return { key, value, headers: Object.fromEntries(headers) }
}

/** The chain, in hex, after these records. */
export function extendChain(chain: string, records: readonly NewRecord[]): string {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES)
  let link = Buffer.from(chain, 'hex')
  for (const record of records) {
    const names = namesOf(record)
    const size = CHAIN_BYTES + sizeOf(record, names)
    // One buffer for all: a new one for each record costs more than its hash.
    if (size > bytes.length) bytes = Buffer.allocUnsafe(2 * size)
    bytes.set(link, 0)
    writeRecord(record, names, bytes, CHAIN_BYTES)
    // In one call: a Hash object for each record costs as much again as hashing it.
    link = hash('sha256', bytes.subarray(0, size), 'buffer')
  }
  return link.toString('hex')
}

export function digestOfAll(partitions: readonly { readonly written: number; readonly chain: string }[]): string {
  const lines = partitions.map(({ written, chain }, partition) => `${partition} ${written} ${chain}\n`)
  return hash('sha256', lines.join(''), 'hex')
}

function namesOf({ headers = {} }: NewRecord): string[] {
  return Object.keys(headers).sort()
}

function sizeOf({ key, value, headers = {} }: NewRecord, names: readonly string[]): number {
  let size = 3 * LENGTH_BYTES + key.length + value.length
  for (const name of names) {
    size += 2 * LENGTH_BYTES + Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '')
  }
  return size
}

function writeRecord(
  { key, value, headers = {} }: NewRecord,
  names: readonly string[],
  to: Buffer,
  from: number,
): void {
  let at = to.writeUInt32BE(key.length, from)
  to.set(key, at)
  at = to.writeUInt32BE(value.length, at + key.length)
  to.set(value, at)
  at = to.writeUInt32BE(names.length, at + value.length)
  for (const name of names) at = writeText(headers[name] ?? '', to, writeText(name, to, at))
}

function writeText(text: string, to: Buffer, at: number): number {
  const size = to.write(text, at + LENGTH_BYTES)
  to.writeUInt32BE(size, at)
  return at + LENGTH_BYTES + size
}
