/**
 * How an entry of each section is packed. Its key and its newest time are written by the section; what stands here is a byte
 * of flags and the rest of the fields. A field's time is written as its distance behind the newest, and not at all where it
 * is the newest.
 */
import { itemHashFromBytes, itemHashToBytes } from '@upnext/contracts'
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import {
  SHOWN_CAP,
  compareShown,
  dismissedShape,
  followedShape,
  impressedShape,
  listedShape,
  ownedShape,
} from '../fold/shapes.ts'
import type { Fields } from '../fold/section.ts'
import type {
  Decision,
  DismissedTitle,
  FollowedViewer,
  ImpressedTitle,
  ListedTitle,
  OwnedTitle,
  Ownership,
  Shown,
} from '../types.ts'
import { ProfileCorruptError } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export interface EntryCodec<Entry extends { readonly key: string }> {
  readonly fields: Fields<Entry>
  readonly key: KeyCodec<Entry['key']>
  write(writer: Writer, entry: Entry, newestMs: number): void
  read(reader: Reader, key: Entry['key'], newestMs: number): Entry
}

export interface KeyCodec<Key> {
  readonly bytes: number
  write(key: string): Uint8Array
  read(bytes: Buffer): Key
}

export const itemKey: KeyCodec<ItemHash> = {
  bytes: 8,
  write: (key) => itemHashToBytes(key as ItemHash),
  read: (bytes) => itemHashFromBytes(bytes),
}

const viewerKeyCodec: KeyCodec<ViewerKey> = {
  bytes: 16,
  write: (key) => Buffer.from(key, 'base64url'),
  read: (bytes) => bytes.toString('base64url') as ViewerKey,
}

export const dismissedCodec: EntryCodec<DismissedTitle> = {
  fields: dismissedShape,
  key: itemKey,
  write: (writer, entry, newestMs) => writeDecisions(writer, entry.notInterested, entry.continueWatching, newestMs),
  read(reader, key, newestMs) {
    const [notInterested, continueWatching] = readDecisions(reader, newestMs)
    return { key, notInterested, continueWatching }
  },
}

export const followedCodec: EntryCodec<FollowedViewer> = {
  fields: followedShape,
  key: viewerKeyCodec,
  write: (writer, entry, newestMs) => writeDecisions(writer, entry.requested, entry.accepted, newestMs),
  read(reader, key, newestMs) {
    const [requested, accepted] = readDecisions(reader, newestMs)
    return { key, requested, accepted }
  },
}

export const listedCodec: EntryCodec<ListedTitle> = {
  fields: listedShape,
  key: itemKey,
  write: (writer, { listed }) => writer.byte(Number(listed.on)),
  read(reader, key, newestMs) {
    const on = reader.byte()
    if (on > 1) throw badFlags(on)
    return { key, listed: { atMs: newestMs, on: on === 1 } }
  },
}

/** Flags: 1 rented, 2 bought. */
export const ownedCodec: EntryCodec<OwnedTitle> = {
  fields: ownedShape,
  key: itemKey,
  write(writer, { rented, bought }, newestMs) {
    writer.byte(flag(rented, 1) | flag(bought, 2))
    for (const owned of [rented, bought]) {
      if (owned === null) continue
      writer.unsigned(newestMs - owned.atMs)
      writer.signed(owned.expiresAtMs)
    }
  },
  read(reader, key, newestMs) {
    const flags = reader.byte()
    if (flags === 0 || flags > 3) throw badFlags(flags)
    const one = (): Ownership => ({ atMs: newestMs - reader.unsigned(), expiresAtMs: reader.signed() })
    const rented = flags & 1 ? one() : null
    return { key, rented, bought: flags & 2 ? one() : null }
  },
}

/** A count, then pages, each with its distance behind the showing before it. */
export const impressedCodec: EntryCodec<ImpressedTitle> = {
  fields: impressedShape,
  key: itemKey,
  write(writer, { shown }, newestMs) {
    writer.byte(shown.length)
    let before = newestMs
    for (const one of shown) {
      if (one !== shown[0]) writer.unsigned(before - one.atMs)
      writer.u32(one.page)
      before = one.atMs
    }
  },
  read(reader, key, newestMs) {
    const count = reader.byte()
    if (count === 0 || count > SHOWN_CAP) throw badFlags(count)
    const shown: Shown[] = []
    let atMs = newestMs
    for (let i = 0; i < count; i++) {
      if (i > 0) atMs -= reader.unsigned()
      const one = { atMs, page: reader.u32() }
      const last = shown.at(-1)
      if (last !== undefined && compareShown(one, last) >= 0) throw new ProfileCorruptError('showings are out of order')
      shown.push(one)
    }
    return { key, shown }
  },
}

/** Flags: 1 first, 2 first is on, 4 second, 8 second is on. */
function writeDecisions(writer: Writer, first: Decision | null, second: Decision | null, newestMs: number): void {
  writer.byte(flag(first, 1) | (first?.on ? 2 : 0) | flag(second, 4) | (second?.on ? 8 : 0))
  if (first !== null) writer.unsigned(newestMs - first.atMs)
  if (second !== null) writer.unsigned(newestMs - second.atMs)
}

function readDecisions(reader: Reader, newestMs: number): [Decision | null, Decision | null] {
  const flags = reader.byte()
  if ((flags & 5) === 0 || flags > 15 || (flags & 3) === 2 || (flags & 12) === 8) throw badFlags(flags)
  const first = flags & 1 ? { atMs: newestMs - reader.unsigned(), on: (flags & 2) !== 0 } : null
  const second = flags & 4 ? { atMs: newestMs - reader.unsigned(), on: (flags & 8) !== 0 } : null
  return [first, second]
}

function flag(field: unknown, bit: number): number {
  return field === null ? 0 : bit
}

export function badFlags(flags: number): ProfileCorruptError {
  return new ProfileCorruptError(`an entry starts with ${flags}, which means nothing`)
}
