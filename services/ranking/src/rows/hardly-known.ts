/**
 * Titles that hardly anybody has watched, a bit each: a row asks about hundreds of titles, and their counts are far memory. Asking the counts
 * themselves took 2 % of an answer.
 */
import type { PopularityClock } from '@upnext/recsys'

/** Plays, in the model's unit, from which on counts know a title well enough. */
const WELL_KNOWN = 20

const WORD_BITS = 32
/** Titles that may come before all have to be asked again. */
const ROOM = 1024

interface WellKnown {
  /** By title, counted from the last bit of a word. */
  readonly bits: Uint32Array
  /** The popularity that they are of. */
  readonly version: number
}

const wellKnown = new WeakMap<PopularityClock, WellKnown>()

/** Whether counts know little of a title, as they are now. To be asked for anew where time may have passed. */
export function hardlyKnown(popularity: PopularityClock): (item: number) => boolean {
  const { bits } = currentOf(popularity)
  return (item) => (((bits[item >>> 5] ?? 0) >>> (item & 31)) & 1) === 0
}

function currentOf(popularity: PopularityClock): WellKnown {
  const before = wellKnown.get(popularity)
  const [version, size] = [popularity.version(), popularity.size()]
  if (before?.version === version) return before
  const changed = before === undefined ? null : popularity.changedSince(before.version)
  const hasRoom = before !== undefined && size <= WORD_BITS * before.bits.length
  const bits = hasRoom && changed !== null ? before.bits : new Uint32Array(Math.ceil((size + ROOM) / WORD_BITS))
  const asked = hasRoom && changed !== null ? changed : Array(size).keys()
  for (const item of asked) {
    const bit = 1 << (item & 31)
    const word = bits[item >>> 5] ?? 0
    bits[item >>> 5] = popularity.totalOf(item) < WELL_KNOWN ? word & ~bit : word | bit
  }
  const current = { bits, version }
  wellKnown.set(popularity, current)
  return current
}
