/**
 * Names of the archive's objects. They are all that is known about its progress:
 *
 *   <topic>/date=2026-11-26/partition=07/0000000000001000-0000000000002000.parquet   records with offsets 1000 to 1999
 *   <topic>/_lost/partition=07/0000000000000000-0000000000001000.json               these were deleted before they were archived
 *
 * `name=value` folders are columns to DuckDB, Spark and Trino, and names that begin with `_` are none of their business.
 */
import { ArchiveCorruptError } from './errors.ts'

/** Part of a partition: offsets from `start` to before `end`. */
export interface Place {
  readonly topic: string
  readonly partition: number
  readonly start: number
  readonly end: number
}

export interface ArchiveFile extends Place {
  readonly kind: 'file'
  readonly name: string
  /** `YYYY-MM-DD`. */
  readonly day: string
}

export interface LostPlace extends Place {
  readonly kind: 'lost'
  readonly name: string
}

/** Wide enough for every safe integer. */
const OFFSET_DIGITS = 16
const RANGE = String.raw`partition=(\d{2,})/(\d{16})-(\d{16})`
const FILE = new RegExp(String.raw`^date=(\d{4}-\d\d-\d\d)/${RANGE}\.parquet$`)
const LOST = new RegExp(String.raw`^_lost/${RANGE}\.json$`)

/** What names of a topic's objects begin with. */
export function topicPrefix(topic: string): string {
  return `${topic}/`
}

/** What names of files of one day of one partition begin with. */
export function dayPrefix(topic: string, day: string, partition: number): string {
  return `${topic}/date=${day}/${partitionFolder(partition)}/`
}

export function fileName(place: Place, day: string): string {
  return `${dayPrefix(place.topic, day, place.partition)}${rangeOf(place)}.parquet`
}

export function lostName(place: Place): string {
  return `${place.topic}/_lost/${partitionFolder(place.partition)}/${rangeOf(place)}.json`
}

/** `null` for what other tools may put beside our files. Throws `ArchiveCorruptError` for what looks like ours and is not. */
export function parseName(topic: string, name: string): ArchiveFile | LostPlace | null {
  const rest = name.slice(topicPrefix(topic).length)
  const file = FILE.exec(rest)
  const lost = LOST.exec(rest)
  const place = file === null ? placeOf(topic, lost?.slice(1)) : placeOf(topic, file.slice(2))
  if (place !== null && file !== null) return { kind: 'file', name, day: file[1] ?? '', ...place }
  if (place !== null) return { kind: 'lost', name, ...place }
  if (rest.split('/').some((segment) => segment.startsWith('_')) && !rest.startsWith('_lost/')) return null
  throw new ArchiveCorruptError(`${name} is no file of the archive: move it away, or restore the name that it had`)
}

function placeOf(topic: string, [partition, start, end]: readonly (string | undefined)[] = []): Place | null {
  const place = { topic, partition: Number(partition), start: Number(start), end: Number(end) }
  const isSound = Number.isSafeInteger(place.end) && place.start < place.end
  return isSound && Number.isSafeInteger(place.partition) ? place : null
}

function partitionFolder(partition: number): string {
  return `partition=${String(partition).padStart(2, '0')}`
}

function rangeOf({ start, end }: Place): string {
  return `${padded(start)}-${padded(end)}`
}

function padded(offset: number): string {
  return String(offset).padStart(OFFSET_DIGITS, '0')
}
