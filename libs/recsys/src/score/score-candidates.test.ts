import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../random.ts'
import { accumulate } from './accumulate.ts'
import { planChannels } from './channel-plan.ts'
import { logOf } from './features.ts'
import { createNextRanking } from './next-ranking.ts'
import { createLiveModel } from '../model/live-model.ts'
import type { ItemHash } from '@upnext/contracts'
import { createRankTables } from './rank-tables.ts'
import { scoreCandidates } from './score-candidates.ts'
import { createScratch, titleOf } from './scratch.ts'

const TITLES = 700
/** More channels of a row set than one pass adds up, and one that leaves half of a pair to nobody. */
const CHANNELS = [
  ...[1, 2, 3, 6, null].map((recency) => ({ rowSet: 'a', recency })),
  ...[2, null].map((recency) => ({ rowSet: 'b', recency })),
]
const HISTORY = { titles: [0, 1, 2], weights: [1, -0.5, 0.7] }

describe('scoreCandidates', () => {
  it.each([true, false])('is the formula for more titles than are scored at a time; learned: %s', (learned) => {
    const random = seededRandom(11)
    const rows = new Map(['a', 'b'].map((name) => [name, HISTORY.titles.map(() => someScores(random))]))
    const plan = planChannels(CHANNELS)
    const scratch = createScratch()
    scratch.clear(TITLES)
    const source = {
      rowsOf:
        (rowSet: string) =>
        (item: number, place: { neighbours: Uint32Array; scores: Float32Array; start: number; end: number }) => {
          place.scores = rows.get(rowSet)?.[item] ?? new Float32Array(0)
          place.neighbours = Uint32Array.from(place.scores.keys())
          place.start = 0
          place.end = place.scores.length
        },
    }
    accumulate(plan, source, HISTORY, scratch)
    const weights = Array.from({ length: 2 * CHANNELS.length + 3 }, () => random() - 0.4)
    const parameters = {
      channels: CHANNELS,
      blend: CHANNELS.map(() => random() - 0.3),
      ranker: null,
      again: null,
      historyLimit: 9,
    }
    const tables = createRankTables(parameters, learned ? { weights } : null, false)
    const scales = new Float64Array(plan.slots)
    for (const slot of plan.slotOf) scales[slot] = 0.1 + random()
    const priors = Float64Array.from({ length: TITLES }, () => random())
    const before = new Map([
      [5, 2],
      [600, -1],
    ])
    // Every title stands in the row of the last title of the last pass.
    const { arrays, visitStarts } = scratch
    const newest = [...Array(TITLES).keys()].map((at) => (visitStarts.at(-1) ?? 0) - TITLES + at)
    arrays.candidates.set(newest)
    const total = scoreCandidates({ plan, tables, scales, priors, before }, scratch, 0, TITLES)

    const expected = newest.map((visit) => {
      const title = titleOf(scratch, visit)
      const shares = CHANNELS.map(({ rowSet, recency }, c) => {
        const sum = HISTORY.titles.reduce(
          (all, item, d) =>
            all +
            (HISTORY.weights[d] ?? 0) *
              (recency === null ? 1 : Math.exp(-d / recency)) *
              (rows.get(rowSet)?.[item]?.[title] ?? 0),
          0,
        )
        return Math.max(-1, sum * (scales[plan.slotOf[c] ?? 0] ?? 0))
      })
      const known = (priors[title] ?? 0) + (before.get(title) ?? 0)
      const score = shares.reduce((all, v, c) => {
        const log = (tables.logarithmic[c] ?? 0) * logOf(Math.min(1, Math.max(0, v)))
        return all + (tables.linear[c] ?? 0) * v + log
      }, known)
      return shares.some((v) => v > 0) && (learned || score > 0) ? score : -Infinity
    })
    for (const [at, score] of expected.entries()) expect(arrays.totals[at]).toBeCloseTo(score, 9)
    const sum = learned ? expected.reduce((all, score) => all + Math.exp(score), 0) : 0
    expect(total / (sum === 0 ? 1 : sum)).toBeCloseTo(learned ? 1 : 0, 9)
  })
})

function someScores(random: () => number): Float32Array {
  return Float32Array.from({ length: TITLES }, () => random() - 0.3)
}

describe('titles that are no candidates', () => {
  it('stand below those that are, however popular they are', () => {
    const items = Array.from({ length: 200 }, (_, item) => item.toString(16).padStart(16, '0') as ItemHash)
    const neighbours = Uint32Array.from({ length: 199 }, (_, at) => at + 1)
    const popularity = Float32Array.from(items, (_, item) => item)
    const live = createLiveModel({
      items,
      rowSets: new Map([
        [
          'a',
          {
            offsets: Uint32Array.from({ length: 201 }, (_, row) => (row === 0 ? 0 : 199)),
            neighbours,
            scores: Float32Array.from(neighbours, (item) => 1 / item),
          },
        ],
      ]),
      popularity: { total: popularity, month: popularity, days: popularity, asOfMs: 0 },
      parameters: {
        channels: [{ rowSet: 'a', recency: null }],
        blend: [1],
        ranker: { weights: [0.1, 0, 5, 0, 0] },
        again: null,
        historyLimit: 9,
      },
    })
    const ranking = createNextRanking({ live, history: [{ item: 0, weight: 1 }], atMs: 0 })
    const all = ranking.best(199, () => true)
    expect([...all.items.slice(0, 60)].sort((a, b) => a - b)).toEqual([...neighbours.slice(0, 60)])
    expect([...all.items.slice(60)]).toEqual([...neighbours.slice(60)].reverse())
    expect([...all.scores]).toEqual([...all.scores].sort((a, b) => b - a))
  })
})
