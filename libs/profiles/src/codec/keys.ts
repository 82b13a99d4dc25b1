/**
 * The keys of a section's entries. A title that stands in a section before (titles bought are watched, titles listed are
 * impressed) is written as its number there; the others follow as they are, and are numbered in turn.
 */
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import { ProfileCorruptError, sumOf } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export const ITEM_BYTES = 8
const ITEM_DIGITS = ITEM_BYTES * 2
const VIEWER_BYTES = 16
const VIEWER_DIGITS = VIEWER_BYTES * 2

/** Titles of the sections so far, and the number of each. */
export interface Known {
  readonly titles: ItemHash[]
  readonly numbers: Map<string, number>
}

export function nothingKnown(): Known {
  return { titles: [], numbers: new Map() }
}

export interface KeyCodec<Key> {
  write(writer: Writer, keys: readonly string[], known: Known): void
  read(reader: Reader, count: number, known: Known): Key[]
  /** A key by itself. */
  writeOne(writer: Writer, key: string): void
  readOne(reader: Reader): Key
}

export const itemKeys: KeyCodec<ItemHash> = {
  write(writer, keys, { numbers }) {
    for (const key of writeItems(writer, keys, numbers)) numbers.set(key, numbers.size)
  },
  read(reader, count, { titles, numbers }) {
    const marks = titles.length > 0 ? reader.column(count, 1) : []
    const old = reader.column(sumOf(marks), titles.length - 1)
    const fresh = readItems(reader, count - old.length)
    const keys =
      old.length === 0
        ? fresh
        : mix(
            marks,
            old.map((number) => titles[number]),
            fresh,
          )
    for (const key of fresh) {
      numbers.set(key, numbers.size)
      titles.push(key)
    }
    if (numbers.size !== titles.length) throw new ProfileCorruptError('a title is written out twice')
    return keys
  },
  writeOne: (writer, key) => writer.hex(key),
  readOne: (reader) => reader.hex(ITEM_BYTES) as ItemHash,
}

export const viewerKeys: KeyCodec<ViewerKey> = {
  write: (writer, keys) => writer.hex(keys.map(viewerDigits).join('')),
  read(reader, count) {
    const digits = reader.hex(VIEWER_BYTES * count)
    return Array.from({ length: count }, (_, i) =>
      viewerKeyOf(digits.slice(i * VIEWER_DIGITS, (i + 1) * VIEWER_DIGITS)),
    )
  },
  writeOne: (writer, key) => writer.hex(viewerDigits(key)),
  readOne: (reader) => viewerKeyOf(reader.hex(VIEWER_BYTES)),
}

/** Of the last section with titles, which has most of them: nothing after it asks for their numbers, so none are given out. */
export const lastItemKeys: KeyCodec<ItemHash> = {
  ...itemKeys,
  write(writer, keys, { numbers }) {
    writeItems(writer, keys, numbers)
  },
}

/** Goes past what {@link itemKeys} would read. */
export function skipItems(reader: Reader, count: number, { titles }: Known): void {
  const old = titles.length > 0 ? sumOf(reader.column(count, 1)) : 0
  reader.skipColumn(old)
  reader.skipBytes(ITEM_BYTES * (count - old))
}

/** Answers those that were written out. */
function writeItems(writer: Writer, keys: readonly string[], numbers: ReadonlyMap<string, number>): string[] {
  const marks: number[] = []
  const old: number[] = []
  const fresh: string[] = []
  for (const key of keys) {
    const number = numbers.get(key)
    marks.push(number === undefined ? 0 : 1)
    if (number === undefined) fresh.push(key)
    else old.push(number)
  }
  if (numbers.size > 0) writer.column(marks)
  writer.column(old)
  writer.hex(fresh.join(''))
  return fresh
}

/** So many item hashes, one after the other. */
export function readItems(reader: Reader, count: number): ItemHash[] {
  const digits = reader.hex(ITEM_BYTES * count)
  const items: ItemHash[] = []
  for (let at = 0; at < digits.length; at += ITEM_DIGITS) items.push(digits.slice(at, at + ITEM_DIGITS) as ItemHash)
  return items
}

/** The next of `old` for each 1, the next of `fresh` for each 0. */
function mix<Key>(marks: readonly number[], old: readonly (Key | undefined)[], fresh: readonly Key[]): Key[] {
  let [nextOld, nextFresh] = [0, 0]
  return marks.map((mark) => (mark === 1 ? old[nextOld++] : fresh[nextFresh++])) as Key[]
}

function viewerDigits(key: string): string {
  return Buffer.from(key, 'base64url').toString('hex')
}

function viewerKeyOf(digits: string): ViewerKey {
  return Buffer.from(digits, 'hex').toString('base64url') as ViewerKey
}
