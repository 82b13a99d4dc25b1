/**
 * A capped section, kept so that it depends on the set of its facts and not on their order.
 *
 * Each entry has a key and some fields, each with a time. Entries stand newest first, by (newest field's time, key). A section
 * holds at most `cap` of them; the (time, key) of the first that does not fit is the horizon, and no field at or before the
 * horizon is kept or taken up again. The horizon only grows, and a field that an early horizon refused is at or before the
 * final one too, so folding step by step ends where looking at all facts at once does. Without a horizon it would not: a
 * title could come back with its old rating in one order and without it in another.
 */
import type { Horizon, Section } from '../types.ts'

export interface Keyed {
  readonly key: string
}

/** What can be told of an entry's fields. */
export interface Fields<Entry extends Keyed> {
  /** Time of the newest field. */
  newest(entry: Entry): number
  /** Time of the oldest field. */
  oldest(entry: Entry): number
  /** Only the fields whose time `keep` accepts; `entry` itself where all are, `null` where none is. */
  select(entry: Entry, keep: (atMs: number) => boolean): Entry | null
}

/** What a section must know about its entries to take up more. */
export interface Shape<Entry extends Keyed> extends Fields<Entry> {
  /** Field by field the greater of both; `a` itself where `b` adds nothing. */
  merge(a: Entry, b: Entry): Entry
}

export const EMPTY_SECTION: Section<never> = { entries: [], horizon: null }

/** Takes up the fields of `entry`. Answers `section` itself where nothing changes. */
export function addEntry<Entry extends Keyed>(
  section: Section<Entry>,
  entry: Entry,
  cap: number,
  shape: Shape<Entry>,
): Section<Entry> {
  if (cap === 0) return section
  const fresh = section.horizon === null ? entry : beyond(entry, section.horizon, shape)
  if (fresh === null) return section
  const at = section.entries.findIndex((other) => other.key === entry.key)
  const known = section.entries[at]
  const merged = known === undefined ? fresh : shape.merge(known, fresh)
  if (merged === known) return section
  // One copy, changed in place: this runs for every event, and most often on a full section.
  const entries = [...section.entries]
  if (known !== undefined && shape.newest(known) === shape.newest(merged)) entries[at] = merged
  else {
    if (known !== undefined) entries.splice(at, 1)
    entries.splice(placeOf(entries, merged, shape), 0, merged)
  }
  return withinCap(entries, section.horizon, cap, shape)
}

/**
 * Takes up entries of different keys, with one look at every entry that is there. It ends where adding them one by one does,
 * since the section depends on the set of its facts only.
 */
export function addEntries<Entry extends Keyed>(
  section: Section<Entry>,
  added: readonly Entry[],
  cap: number,
  shape: Shape<Entry>,
): Section<Entry> {
  if (cap === 0) return section
  const fresh = new Map<string, Entry>()
  for (const entry of added) {
    const left = section.horizon === null ? entry : beyond(entry, section.horizon, shape)
    const twin = fresh.get(entry.key)
    if (left !== null) fresh.set(entry.key, twin === undefined ? left : shape.merge(twin, left))
  }
  const kept: Entry[] = []
  const placed: Entry[] = []
  for (const known of section.entries) {
    const more = fresh.get(known.key)
    if (more !== undefined) fresh.delete(known.key)
    const merged = more === undefined ? known : shape.merge(known, more)
    if (merged === known) kept.push(known)
    else placed.push(merged)
  }
  placed.push(...fresh.values())
  if (placed.length === 0) return section
  return withinCap(interleave(kept, placed, shape), section.horizon, cap, shape)
}

/** Drops all fields with times up to `throughMs`, and a horizon that says no more than that. */
export function dropThrough<Entry extends Keyed>(
  section: Section<Entry>,
  throughMs: number,
  fields: Fields<Entry>,
): Section<Entry> {
  const entries = section.entries.flatMap((entry) => fields.select(entry, (atMs) => atMs > throughMs) ?? [])
  const horizon = section.horizon !== null && section.horizon.atMs > throughMs ? section.horizon : null
  const same = horizon === section.horizon && entries.length === section.entries.length
  return same && entries.every((entry, i) => entry === section.entries[i]) ? section : { entries, horizon }
}

function withinCap<Entry extends Keyed>(
  entries: readonly Entry[],
  horizon: Horizon | null,
  cap: number,
  fields: Fields<Entry>,
): Section<Entry> {
  const first = entries[cap]
  if (first === undefined) return { entries, horizon }
  const grown = { atMs: fields.newest(first), key: first.key }
  const kept: Entry[] = []
  for (const entry of entries.slice(0, cap)) {
    // Nearly all entries lie wholly beyond the horizon: this look spares a quarter of a full section's time.
    const left = fields.oldest(entry) > grown.atMs ? entry : beyond(entry, grown, fields)
    if (left !== null) kept.push(left)
  }
  return { entries: kept, horizon: grown }
}

function beyond<Entry extends Keyed>(entry: Entry, horizon: Horizon, fields: Fields<Entry>): Entry | null {
  const tie = entry.key > horizon.key
  return fields.select(entry, (atMs) => atMs > horizon.atMs || (atMs === horizon.atMs && tie))
}

/** Where `entry` belongs among entries that stand newest first. */
function placeOf<Entry extends Keyed>(entries: readonly Entry[], entry: Entry, fields: Fields<Entry>): number {
  const place = entries.findIndex((other) => standsBefore(entry, other, fields))
  return place === -1 ? entries.length : place
}

/** Two lists as one, newest first; `sorted` is already. */
function interleave<Entry extends Keyed>(
  sorted: readonly Entry[],
  others: Entry[],
  fields: Fields<Entry>,
): readonly Entry[] {
  others.sort((a, b) => (standsBefore(a, b, fields) ? -1 : 1))
  const entries: Entry[] = []
  let next = 0
  for (const entry of sorted) {
    for (let other = others[next]; other !== undefined && standsBefore(other, entry, fields); other = others[next]) {
      entries.push(other)
      next += 1
    }
    entries.push(entry)
  }
  entries.push(...others.slice(next))
  return entries
}

function standsBefore<Entry extends Keyed>(a: Entry, b: Entry, fields: Fields<Entry>): boolean {
  const [timeOfA, timeOfB] = [fields.newest(a), fields.newest(b)]
  return timeOfA > timeOfB || (timeOfA === timeOfB && a.key > b.key)
}
