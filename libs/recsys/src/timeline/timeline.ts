/**
 * All that learning knows: every viewer's plays in order, as typed arrays. Titles are numbered in ascending order of their
 * hashes and viewers in the order given, so that the same histories give the same bytes. About 16 bytes a play.
 */
import type { ItemHash } from '@upnext/contracts'
import type { BuildProgress } from '../build/progress.ts'
import { createItemIndex } from '../model/item-index.ts'
import { createGrowing } from './growing.ts'
import type { PlayHistory } from './play.ts'

export interface Timeline {
  /** Title number -> hash, ascending. */
  readonly items: readonly ItemHash[]
  /** Viewer u's plays stand at offsets[u] .. offsets[u + 1], oldest first. */
  readonly offsets: Uint32Array
  readonly titles: Uint32Array
  /** In units of the mean positive weight: 1 is an ordinary sign of liking, below 0 a dislike. */
  readonly weights: Float32Array
  readonly times: Float64Array
  /** What was divided by: the mean positive weight of the plays as they came. */
  readonly unit: number
}

/** Every viewer's plays, made when they are read, and of how many viewers. */
export type Histories = Iterable<PlayHistory> & { readonly length: number }

/** Plays a step. */
const STEP = 5000

/** Reads each history once: they may have to be unpacked. `more`: titles that are in the model although nobody has played them. */
export function* createTimeline(
  histories: Histories,
  more: Iterable<ItemHash> = [],
): Generator<BuildProgress, Timeline> {
  // Titles are numbered as they come at first.
  const seen = createItemIndex([...new Set(more)])
  const offsets = new Uint32Array(histories.length + 1)
  const titles = createGrowing((size) => new Uint32Array(size))
  const weights = createGrowing((size) => new Float64Array(size))
  const times = createGrowing((size) => new Float64Array(size))
  let viewer = 0
  let plays = 0
  let liked = 0
  let sum = 0
  let nextYield = 0
  for (const history of histories) {
    if (plays >= nextYield) {
      yield { stage: 'plays', done: viewer, of: histories.length }
      nextYield = plays + STEP
    }
    for (const { item, weight, atMs } of history) {
      titles.push(seen.add(item))
      weights.push(weight)
      times.push(atMs)
      if (weight <= 0) continue
      liked += 1
      sum += weight
    }
    plays += history.length
    offsets[++viewer] = plays
  }
  yield { stage: 'plays', done: viewer, of: histories.length }
  const unit = liked > 0 ? sum / liked : 1
  const hashes = Array.from({ length: seen.size() }, (_, number) => seen.hashOf(number))
  const items = [...hashes].sort()
  const numbers = new Map(items.map((hash, item) => [hash, item]))
  const renumbered = Uint32Array.from(hashes, (hash) => numbers.get(hash) ?? 0)
  return {
    items,
    offsets,
    titles: titles.filled().map((number) => renumbered[number] ?? 0),
    weights: Float32Array.from(weights.filled(), (weight) => weight / unit),
    times: times.filled().slice(),
    unit,
  }
}

/** The same titles and viewers, with only those plays that `keep` wants. */
export function filterTimeline(timeline: Timeline, keep: (play: number, viewer: number) => boolean): Timeline {
  const { offsets, titles, weights, times } = timeline
  const kept = new Uint32Array(titles.length)
  const keptOffsets = new Uint32Array(offsets.length)
  let size = 0
  for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
    for (let play = offsets[viewer] ?? 0; play < (offsets[viewer + 1] ?? 0); play++) {
      if (keep(play, viewer)) kept[size++] = play
    }
    keptOffsets[viewer + 1] = size
  }
  const pick = kept.subarray(0, size)
  return {
    ...timeline,
    offsets: keptOffsets,
    titles: Uint32Array.from(pick, (play) => titles[play] ?? 0),
    weights: Float32Array.from(pick, (play) => weights[play] ?? 0),
    times: Float64Array.from(pick, (play) => times[play] ?? 0),
  }
}

/** Plays in the order of time; at the same time in the order in which they stand. */
export function playsByTime({ times }: Timeline): Uint32Array {
  const order = Uint32Array.from(times.keys())
  return order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
}

/** The viewer of each play. */
export function viewersOfPlays({ offsets, titles }: Timeline): Uint32Array {
  const viewers = new Uint32Array(titles.length)
  for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
    viewers.fill(viewer, offsets[viewer], offsets[viewer + 1])
  }
  return viewers
}
