import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { Observation } from '@upnext/learning'
import { MODEL_SETTINGS, countsToBytes } from '@upnext/recsys'
import { createLiveCounts, nothingCounted } from './live-counts.ts'
import type { Counted, LiveCounts } from './live-counts.ts'

const observation = (from: string, to: string, weight = 1): Observation => ({
  history: [{ item: itemHash(from), weight, atMs: 1 }],
  item: itemHash(to),
  weight,
  atMs: 2,
})
const hashes = (...ids: string[]) => ids.map(itemHash)
const nothing = () => nothingCounted(MODEL_SETTINGS)

function liveOf(...observations: Observation[]): LiveCounts {
  const live = createLiveCounts(nothing())
  for (const one of observations) live.observe(one)
  return live
}

/** Comparable. */
function contentOf({ items, counts, popularity, unit }: Counted) {
  return { items, counts: Buffer.from(countsToBytes(counts)).toString('hex'), popularity, unit }
}

describe('createLiveCounts', () => {
  it('hands out changed titles once, the longest waiting first, and takes them back', () => {
    const live = liveOf(observation('a', 'x'), observation('b', 'x'), observation('a', 'x'))
    expect(live.takeChanged(2)).toEqual(hashes('a', 'x'))
    live.giveBack(hashes('a', 'x'))
    expect(live.takeChanged(5)).toEqual(hashes('a', 'x', 'b'))
    expect(live.changedTitles()).toBe(0)
  })

  it('tells of a title what its rows and its popularity are now', () => {
    const live = liveOf(observation('a', 'x'), observation('b', 'x'))
    const { rows, popularity } = live.now(itemHash('a'))
    expect(rows.map(({ rowSet, neighbours }) => [rowSet, neighbours])).toEqual([
      ['long', hashes('x')],
      ['short', hashes('x')],
      ['reverse', []],
    ])
    expect(rows[0]?.scores[0]).toBeCloseTo(Math.log1p(1 / ((1 * 2) / 2 + 1)), 6)
    expect(popularity.total).toBe(0)
    expect(live.now(itemHash('x'))).toMatchObject({ popularity: { total: 2, month: 2, days: 2, asOfMs: 2 } })
    expect(live.now(itemHash('x')).rows[2]?.neighbours).toEqual(hashes('a', 'b'))
  })

  it('sends no rows that the model does not read', () => {
    const settings = { ...MODEL_SETTINGS, channels: [{ rowSet: 'short', recency: 1 }], blend: [1] }
    const live = createLiveCounts({ ...nothing(), settings })
    expect(live.now(itemHash('a')).rows.map(({ rowSet }) => rowSet)).toEqual(['short'])
  })

  it('weighs in the unit of the model', () => {
    const live = createLiveCounts({ ...nothing(), unit: 0.5 })
    live.observe(observation('a', 'x', 0.5))
    expect(live.now(itemHash('x')).popularity.total).toBe(1)
    expect(live.state().counts.total()).toBe(1)
  })

  it('adds what was observed during a recount to its result, and sends only that', () => {
    const live = liveOf(observation('a', 'x'))
    const adopt = live.beginRecount()
    live.observe(observation('b', 'x'))
    adopt(liveOf(observation('a', 'x')).state())
    expect(contentOf(live.state())).toEqual(contentOf(liveOf(observation('a', 'x'), observation('b', 'x')).state()))
    expect(live.takeChanged(5)).toEqual(hashes('b', 'x'))
  })

  it('keeps what it has when a recount is overtaken by a later one', () => {
    const live = liveOf()
    const first = live.beginRecount()
    live.observe(observation('a', 'x'))
    const second = live.beginRecount()
    first(nothing())
    expect(live.state().counts.total()).toBe(1)
    second(liveOf(observation('a', 'x')).state())
    expect(live.state().counts.total()).toBe(1)
  })

  it('goes on from its state exactly', () => {
    const [early, late] = [observation('a', 'x'), observation('x', 'c')]
    const restored = createLiveCounts(liveOf(early).state())
    restored.observe(late)
    expect(contentOf(restored.state())).toEqual(contentOf(liveOf(early, late).state()))
  })
})
