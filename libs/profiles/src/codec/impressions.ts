/**
 * Impressions, packed. One page view shows many titles at one moment, so the views stand by themselves, once, newest first, and
 * each title has the numbers of the views that showed it.
 */
import { SHOWN_CAP, compareShown, impressedShape } from '../fold/shapes.ts'
import type { ImpressedTitle, Shown } from '../types.ts'
import { ITEM_BYTES, lastItemKeys, skipItems } from './keys.ts'
import type { Known } from './keys.ts'
import { ProfileCorruptError, sumOf } from './reader.ts'
import type { Reader } from './reader.ts'
import type { EntriesCodec } from './sections.ts'
import { readTimes, writeTimes } from './times.ts'
import type { Writer } from './writer.ts'

const PAGE_BITS = 32

/**
 * A title's newest view is written as the step from the one before it: titles stand newest first. Where views share a moment,
 * titles stand by key, so the step counts from the first view of the moment. Each older view: its distance from the newer, less
 * one.
 */
export const impressedCodec: EntriesCodec<ImpressedTitle> = {
  keys: lastItemKeys,
  fields: impressedShape,
  write(writer, entries) {
    const views = viewsOf(entries)
    const firstOf = firstOfMoments(views)
    // Titles of one view stand together, and hold the view itself: most look-ups are for the one before.
    let last: Shown | null = null
    let lastNumber = 0
    const numberOf = (one: Shown): number => {
      if (one === last) return lastNumber
      let number = firstOf.get(one.atMs) ?? 0
      while (views[number]?.page !== one.page) number++
      last = one
      lastNumber = number
      return number
    }
    const steps: number[] = []
    const distances: number[] = []
    let moment = 0
    for (const { shown } of entries) {
      let before = 0
      shown.forEach((one, i) => {
        const number = numberOf(one)
        if (i > 0) distances.push(number - before - 1)
        else {
          steps.push(number - moment)
          moment = firstOf.get(one.atMs) ?? 0
        }
        before = number
      })
    }
    writeViews(writer, views)
    writer.column(entries.map(({ shown }) => shown.length - 1))
    writer.column(steps)
    writer.column(distances)
  },
  read(reader, keys) {
    const views = readViews(reader)
    const firstOf = firstOfMoments(views)
    const more = reader.column(keys.length, SHOWN_CAP - 1)
    const steps = reader.column(keys.length)
    const distances = reader.column(sumOf(more))
    const used = new Uint8Array(views.length)
    const take = (number: number): Shown => {
      const view = views[number]
      if (view === undefined) throw new ProfileCorruptError('a view that is not there has shown a title')
      used[number] = 1
      return view
    }
    let moment = 0
    let next = 0
    const entries = keys.map((key, i) => {
      let number = moment + (steps[i] ?? 0)
      const newest = take(number)
      moment = firstOf.get(newest.atMs) ?? 0
      const shown = [newest]
      for (let left = more[i] ?? 0; left > 0; left--) {
        number += (distances[next++] ?? 0) + 1
        shown.push(take(number))
      }
      return { key, shown }
    })
    if (used.includes(0)) throw new ProfileCorruptError('a view has shown nothing')
    return entries
  },
}

/** Goes past a whole section of impressions. Only as much of it is looked at as says where it ends. */
export function skipImpressions(reader: Reader, known: Known): void {
  const count = reader.count()
  const hasHorizon = reader.flag()
  skipItems(reader, count, known)
  const views = reader.count()
  if (views > 0) {
    reader.time()
    reader.skipColumn(views - 1)
    reader.skip(PAGE_BITS * views)
  }
  const more = reader.column(count, SHOWN_CAP - 1)
  reader.skipColumn(count)
  reader.skipColumn(sumOf(more))
  if (!hasHorizon) return
  reader.time()
  reader.skipBytes(ITEM_BYTES)
}

function writeViews(writer: Writer, views: readonly Shown[]): void {
  writer.number(views.length)
  writeTimes(
    writer,
    views.map((view) => view.atMs),
  )
  for (const { page } of views) writer.bits(page, PAGE_BITS)
}

function readViews(reader: Reader): Shown[] {
  const times = readTimes(reader, reader.count())
  const views = times.map((atMs): Shown => ({ atMs, page: reader.bits(PAGE_BITS) }))
  const disordered = views.some((view, i) => i > 0 && compareShown(view, views[i - 1] ?? view) >= 0)
  if (disordered) throw new ProfileCorruptError('showings are out of order')
  return views
}

/** The distinct views, newest first. */
function viewsOf(entries: readonly ImpressedTitle[]): Shown[] {
  const moments = new Map<number, Shown[]>()
  let last: Shown | null = null
  for (const { shown } of entries) {
    for (const one of shown) {
      if (one === last) continue
      last = one
      const others = moments.get(one.atMs)
      if (others === undefined) moments.set(one.atMs, [one])
      else if (!others.some((other) => other.page === one.page)) others.push(one)
    }
  }
  return [...moments.values()].flat().sort((a, b) => compareShown(b, a))
}

/** Time -> number of the first view then. */
function firstOfMoments(views: readonly Shown[]): Map<number, number> {
  const firstOf = new Map<number, number>()
  views.forEach(({ atMs }, number) => {
    if (!firstOf.has(atMs)) firstOf.set(atMs, number)
  })
  return firstOf
}
