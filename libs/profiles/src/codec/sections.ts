/**
 * A section, packed: the number of entries (doubled, plus one where a horizon follows), the entries newest first, each with
 * its distance behind the one before it (the first: its time), then the horizon.
 */
import type { Horizon, Section } from '../types.ts'
import type { EntryCodec } from './entries.ts'
import { ProfileCorruptError } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export function writeSection<Entry extends { readonly key: string }>(
  writer: Writer,
  section: Section<Entry>,
  codec: EntryCodec<Entry>,
): void {
  writer.unsigned(section.entries.length * 2 + (section.horizon === null ? 0 : 1))
  let before: number | null = null
  for (const entry of section.entries) {
    const newestMs = codec.fields.newest(entry)
    writer.bytes(codec.key.write(entry.key))
    if (before === null) writer.signed(newestMs)
    else writer.unsigned(before - newestMs)
    codec.write(writer, entry, newestMs)
    before = newestMs
  }
  if (section.horizon === null) return
  writer.signed(section.horizon.atMs)
  writer.bytes(codec.key.write(section.horizon.key))
}

export function readSection<Entry extends { readonly key: string }>(
  reader: Reader,
  codec: EntryCodec<Entry>,
): Section<Entry> {
  const head = reader.head()
  const entries: Entry[] = []
  let before: Horizon | null = null
  for (let i = 0; i < head.count; i++) {
    const key = codec.key.read(reader.bytes(codec.key.bytes))
    const atMs: number = before === null ? reader.signed() : before.atMs - reader.unsigned()
    const entry: Entry = codec.read(reader, key, atMs)
    if (codec.fields.newest(entry) !== atMs) throw new ProfileCorruptError('an entry has no field of its own time')
    if (before !== null) checkDescending(before, { atMs, key })
    entries.push(entry)
    before = { atMs, key }
  }
  if (head.count === 0 && !head.flag) throw new ProfileCorruptError('a section is announced and empty')
  if (!head.flag) return { entries, horizon: null }
  const horizon = { atMs: reader.signed(), key: codec.key.read(reader.bytes(codec.key.bytes)) }
  if (before !== null) checkDescending(before, horizon)
  return { entries, horizon }
}

function checkDescending(before: Horizon, next: Horizon): void {
  if (next.atMs < before.atMs || (next.atMs === before.atMs && next.key < before.key)) return
  throw new ProfileCorruptError('entries are out of order')
}
