/** A section, packed: the number of entries, whether it has a horizon, the keys, the fields column by column, the horizon. */
import type { Fields } from '../fold/section.ts'
import type { Horizon, Section } from '../types.ts'
import type { KeyCodec, Known } from './keys.ts'
import { ProfileCorruptError } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** How the entries of one section are packed. Keys are written by the section; what stands here is all the rest. */
export interface EntriesCodec<Entry extends { readonly key: string }> {
  readonly keys: KeyCodec<Entry['key']>
  readonly fields: Fields<Entry>
  write(writer: Writer, entries: readonly Entry[]): void
  read(reader: Reader, keys: readonly Entry['key'][]): Entry[]
}

export function writeSection<Entry extends { readonly key: string }>(
  writer: Writer,
  { entries, horizon }: Section<Entry>,
  codec: EntriesCodec<Entry>,
  known: Known,
): void {
  writer.number(entries.length)
  writer.flag(horizon !== null)
  codec.keys.write(
    writer,
    entries.map((entry) => entry.key),
    known,
  )
  codec.write(writer, entries)
  if (horizon === null) return
  writer.time(horizon.atMs)
  codec.keys.writeOne(writer, horizon.key)
}

export function readSection<Entry extends { readonly key: string }>(
  reader: Reader,
  codec: EntriesCodec<Entry>,
  known: Known,
): Section<Entry> {
  const count = reader.count()
  const hasHorizon = reader.flag()
  if (count === 0 && !hasHorizon) throw new ProfileCorruptError('a section is announced and empty')
  const entries = codec.read(reader, codec.keys.read(reader, count, known))
  const horizon = hasHorizon ? { atMs: reader.time(), key: codec.keys.readOne(reader) } : null
  checkDescending(entries, horizon, codec)
  return { entries, horizon }
}

function checkDescending<Entry extends { readonly key: string }>(
  entries: readonly Entry[],
  horizon: Horizon | null,
  codec: EntriesCodec<Entry>,
): void {
  let before: Horizon = { atMs: Number.POSITIVE_INFINITY, key: '' }
  const check = (atMs: number, key: string): void => {
    const descends = atMs < before.atMs || (atMs === before.atMs && key < before.key)
    if (!descends) throw new ProfileCorruptError('entries are out of order')
    before = { atMs, key }
  }
  for (const entry of entries) check(codec.fields.newest(entry), entry.key)
  if (horizon !== null) check(horizon.atMs, horizon.key)
}
