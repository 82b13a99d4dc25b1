import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { COUNT_SETTINGS, countsToBytes, createCounts } from '@upnext/recsys'
import type { Counts } from '@upnext/recsys'
import { createLiveCounts } from './live-counts.ts'
import type { Observation } from './observations.ts'

const observation = (from: string, to: string): Observation => ({
  history: [itemHash(from)],
  item: itemHash(to),
  weight: 1,
})

function countsOf(...observations: Observation[]): Counts {
  const counts = createCounts(COUNT_SETTINGS)
  for (const { history, item, weight } of observations) counts.observe(history, item, weight)
  return counts
}

const bytesOf = (counts: Counts): Uint8Array => countsToBytes(counts, COUNT_SETTINGS)

describe('createLiveCounts', () => {
  it('hands out changed rows once, the longest waiting first, and takes them back', () => {
    const live = createLiveCounts(countsOf())
    for (const from of ['a', 'b', 'c', 'a']) live.observe(observation(from, 'x'))
    expect(live.takeChanged(2)).toEqual(['a', 'b'].map(itemHash))
    live.giveBack([itemHash('a'), itemHash('b')])
    expect(live.takeChanged(5)).toEqual(['a', 'b', 'c'].map(itemHash))
    expect(live.changedRows).toBe(0)
  })

  it('adds what was observed during a recount to its result, and sends only those rows', () => {
    const live = createLiveCounts(countsOf())
    live.observe(observation('a', 'x'))
    const adopt = live.beginRecount()
    live.observe(observation('b', 'x'))
    adopt(countsOf(observation('a', 'x')))
    expect(bytesOf(live.counts)).toEqual(bytesOf(countsOf(observation('a', 'x'), observation('b', 'x'))))
    expect(live.takeChanged(5)).toEqual([itemHash('b')])
  })

  it('keeps what it has when a recount is overtaken by a later one', () => {
    const live = createLiveCounts(countsOf())
    const first = live.beginRecount()
    live.observe(observation('a', 'x'))
    const second = live.beginRecount()
    first(countsOf())
    expect(live.counts.total).toBe(1)
    second(countsOf(observation('a', 'x')))
    expect(live.counts.total).toBe(1)
  })
})
