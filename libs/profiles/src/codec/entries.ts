/** How entries of the sections with one or two fields are packed: their times, then what was decided at each. */
import { dismissedShape, followedShape, listedShape, ownedShape } from '../fold/shapes.ts'
import type { Decision, DismissedTitle, FollowedViewer, ListedTitle, OwnedTitle, Ownership } from '../types.ts'
import { itemKeys, viewerKeys } from './keys.ts'
import { ProfileCorruptError, checkedTime } from './reader.ts'
import type { Reader } from './reader.ts'
import type { EntriesCodec } from './sections.ts'
import { readPairs, readTimes, writePairs, writeTimes } from './times.ts'
import type { Pair } from './times.ts'
import { unzigzag, zigzag } from './writer.ts'
import type { Writer } from './writer.ts'

export const dismissedCodec: EntriesCodec<DismissedTitle> = {
  keys: itemKeys,
  fields: dismissedShape,
  write(writer, entries) {
    writeDecisions(
      writer,
      entries.map(({ notInterested, continueWatching }) => [notInterested, continueWatching]),
    )
  },
  read: (reader, keys) =>
    readDecisions(reader, keys, (key, notInterested, continueWatching) => ({ key, notInterested, continueWatching })),
}

export const followedCodec: EntriesCodec<FollowedViewer> = {
  keys: viewerKeys,
  fields: followedShape,
  write(writer, entries) {
    writeDecisions(
      writer,
      entries.map(({ requested, accepted }) => [requested, accepted]),
    )
  },
  read: (reader, keys) => readDecisions(reader, keys, (key, requested, accepted) => ({ key, requested, accepted })),
}

export const listedCodec: EntriesCodec<ListedTitle> = {
  keys: itemKeys,
  fields: listedShape,
  write(writer, entries) {
    writeTimes(
      writer,
      entries.map(({ listed }) => listed.atMs),
    )
    writer.column(entries.map(({ listed }) => off(listed)))
  },
  read(reader, keys) {
    const times = readTimes(reader, keys.length)
    const offs = reader.column(keys.length, 1)
    return keys.map((key, i) => ({ key, listed: { atMs: times[i] ?? 0, on: offs[i] === 0 } }))
  },
}

/** Ends are written as 0 where there is none, else one more than their distance from the time of the transaction. */
export const ownedCodec: EntriesCodec<OwnedTitle> = {
  keys: itemKeys,
  fields: ownedShape,
  write(writer, entries) {
    const pairs = entries.map(({ rented, bought }): Pair<Ownership> => [rented, bought])
    writePairs(writer, pairs)
    writer.column(present(pairs).map(endOf))
  },
  read(reader, keys) {
    const pairs = readPairs(reader, keys.length)
    const ends = reader.column(present(pairs).length)
    let next = 0
    const owned = (atMs: number | null): Ownership | null =>
      atMs === null ? null : ownershipOf(atMs, ends[next++] ?? 0)
    return keys.map((key, i) => {
      const [rented, bought] = pairs[i] ?? [null, null]
      return { key, rented: owned(rented), bought: owned(bought) }
    })
  },
}

function endOf({ atMs, expiresAtMs }: Ownership): number {
  return expiresAtMs === 0 ? 0 : zigzag(expiresAtMs - atMs) + 1
}

function ownershipOf(atMs: number, end: number): Ownership {
  if (end === 0) return { atMs, expiresAtMs: 0 }
  const expiresAtMs = checkedTime(atMs + unzigzag(end - 1))
  if (expiresAtMs === 0) throw new ProfileCorruptError('an end that means none is written at length')
  return { atMs, expiresAtMs }
}

function writeDecisions(writer: Writer, pairs: readonly Pair<Decision>[]): void {
  writePairs(writer, pairs)
  writer.column(present(pairs).map(off))
}

function readDecisions<Key, Entry>(
  reader: Reader,
  keys: readonly Key[],
  entryOf: (key: Key, first: Decision | null, second: Decision | null) => Entry,
): Entry[] {
  const pairs = readPairs(reader, keys.length)
  const offs = reader.column(present(pairs).length, 1)
  let next = 0
  const decision = (atMs: number | null): Decision | null => (atMs === null ? null : { atMs, on: offs[next++] === 0 })
  return keys.map((key, i) => {
    const [first, second] = pairs[i] ?? [null, null]
    return entryOf(key, decision(first), decision(second))
  })
}

/** On is usual, and a column of zeros takes no bits. */
function off({ on }: Decision): number {
  return on ? 0 : 1
}

/** The fields that there are, in the order of the entries. */
function present<Field>(pairs: readonly Pair<Field>[]): Field[] {
  const fields: Field[] = []
  for (const [first, second] of pairs) {
    if (first !== null) fields.push(first)
    if (second !== null) fields.push(second)
  }
  return fields
}
