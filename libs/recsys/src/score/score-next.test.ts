import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createItemIndex } from '../model/item-index.ts'
import { createLiveRows } from '../model/live-rows.ts'
import type { Model, RowSet } from '../model/model.ts'
import { title } from '../testing/some-histories.ts'
import { popularItems } from './popular-items.ts'
import type { NextQuery, ScoredItem } from './query.ts'
import { scoreNext } from './score-next.ts'
import { createScratch } from './scratch.ts'
import { similarItems } from './similar-items.ts'

type Row = readonly (readonly [item: number, score: number])[]

function rowSet(rows: readonly Row[]): RowSet {
  const flat = rows.flat()
  const ends = rows.map((_, row) => rows.slice(0, row + 1).flat().length)
  return {
    offsets: Uint32Array.of(0, ...ends),
    neighbours: Uint32Array.from(flat, ([item]) => item),
    scores: Float32Array.from(flat, ([, score]) => score),
  }
}

const near: readonly Row[] = [
  [
    [2, 1],
    [3, 0.5],
  ],
  [
    [3, 1],
    [4, 0.75],
  ],
  [],
  [],
  [[2, 0.25]],
]
const far: readonly Row[] = [[[4, 0.5]], [[2, 0.5]], [[0, 1]], [], []]
const model: Model = {
  items: [0, 1, 2, 3, 4].map(title),
  popularity: Float32Array.of(5, 0, 7, 7, 1),
  rowSets: new Map([
    ['near', rowSet(near)],
    ['far', rowSet(far)],
  ]),
  parameters: {
    channels: [
      { rowSet: 'near', weight: 1, recency: 2 },
      { rowSet: 'far', weight: 0.5, recency: 20 },
    ],
  },
}

function query(change: Partial<NextQuery>): NextQuery {
  const index = createItemIndex(model.items)
  return { model, live: createLiveRows(), index, history: [], allowed: () => true, limit: 10, ...change }
}

/** The formula, title by title, without any cleverness. */
function oracle({ history, limit, allowed }: NextQuery): [number, number][] {
  const sums = [near, far].map((rows, c) => {
    const recency = model.parameters.channels[c]?.recency ?? 1
    return model.items.map((_, item) =>
      history.reduce((sum, entry, d) => {
        const score = rows[entry.item]?.find(([neighbour]) => neighbour === item)?.[1] ?? 0
        return sum + entry.weight * Math.exp(-d / recency) * score
      }, 0),
    )
  })
  const outside = (item: number): boolean => history.every((entry) => entry.item !== item)
  const scale = sums.map((sum) => Math.max(...sum.map((value, item) => (outside(item) ? Math.abs(value) : 0))))
  const weight = (c: number): number => (model.parameters.channels[c]?.weight ?? 0) / (scale[c] ?? 1) || 0
  return model.items
    .map((_, item): [number, number] => {
      return [item, sums.reduce((total, sum, c) => total + (scale[c] === 0 ? 0 : weight(c) * (sum[item] ?? 0)), 0)]
    })
    .filter(([item, score]) => score > 1e-12 && allowed(item))
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, Math.max(0, limit))
}

const anyHistory = fc.uniqueArray(fc.record({ item: fc.nat(4), weight: fc.constantFrom(-1, -0.25, 0.5, 1) }), {
  selector: ({ item }) => item,
})

describe('scoreNext', () => {
  it('equals the formula, whatever was asked of the same scratch before', () => {
    const scratch = createScratch()
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: -1, max: 6 }), fc.nat(31), (history, limit, mask) => {
        const asked = query({ history, limit, scratch, allowed: (item) => ((mask >> item) & 1) === 1 })
        const answer = scoreNext(asked).filter(({ score }) => score > 1e-12)
        const expected = oracle(asked)
        const round = (score: number): number => Math.round(score * 1e9)
        expect(answer.map(({ score }) => round(score))).toEqual(expected.map(([, score]) => round(score)))
        expect(new Set(answer.map(({ item }) => item))).toEqual(new Set(expected.map(([item]) => item)))
      }),
      { numRuns: 500 },
    )
  })

  it('gives exact causes: positive shares of history titles that sum to 1, greatest first', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const { causes } of scoreNext(query({ history }))) {
          const shares = causes.map(({ share }) => share)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
          expect(shares).toEqual([...shares].sort((a, b) => b - a))
          expect(Math.min(...shares)).toBeGreaterThan(0)
          for (const cause of causes) {
            expect(cause.kind === 'title' && history.some(({ item }) => item === cause.item)).toBe(true)
          }
        }
      }),
    )
  })

  it('names how much each title of the history gave', () => {
    const history = [
      { item: 1, weight: 1 },
      { item: 0, weight: 1 },
    ]
    const [best] = scoreNext(query({ history, allowed: (item) => item === 3 }))
    const [newer, older] = [1, 0.5 * Math.exp(-1 / 2)]
    expect(best?.causes).toEqual([
      { kind: 'title', item: 1, share: expect.closeTo(newer / (newer + older), 6) },
      { kind: 'title', item: 0, share: expect.closeTo(older / (newer + older), 6) },
    ])
  })

  it('lets a disliked title lower what goes with it', () => {
    const answered = (weight: number): number[] => {
      const history = [
        { item: 4, weight: 1 },
        { item: 0, weight },
      ]
      return scoreNext(query({ history })).map(({ item }) => item)
    }
    expect(answered(0.5)).toContain(2)
    expect(answered(-0.5)).not.toContain(2)
    expect(scoreNext(query({ history: [{ item: 0, weight: -1 }] }))).toEqual([])
  })

  it('breaks ties by hash, not by number', () => {
    const index = createItemIndex(model.items)
    const live = createLiveRows()
    const late = index.add('0000000000000000' as ReturnType<typeof title>)
    live.set('near', 3, { neighbours: Uint32Array.of(2, late), scores: Float32Array.of(1, 1) })
    const answer = scoreNext(query({ index, live, history: [{ item: 3, weight: 1 }] }))
    expect(answer.map(({ item }) => item)).toEqual([late, 2])
  })

  it('prefers live rows to the model, and knows titles newer than the model', () => {
    const index = createItemIndex(model.items)
    const live = createLiveRows()
    const fresh = index.add(title(99))
    live.set('near', 0, { neighbours: Uint32Array.of(fresh), scores: Float32Array.of(2) })
    live.set('near', fresh, { neighbours: Uint32Array.of(1), scores: Float32Array.of(2) })
    expect(scoreNext(query({ index, live, history: [{ item: 0, weight: 1 }] }))[0]?.item).toBe(fresh)
    expect(scoreNext(query({ index, live, history: [{ item: fresh, weight: 1 }] }))[0]?.item).toBe(1)
  })

  it('answers nothing for an unknown or empty history', () => {
    const index = createItemIndex(model.items)
    const fresh = index.add(title(99))
    expect(scoreNext(query({ index, history: [{ item: fresh, weight: 1 }] }))).toEqual([])
    expect(scoreNext(query({ history: [] }))).toEqual([])
  })

  it('leaves its scratch clean when `allowed` throws', () => {
    const scratch = createScratch()
    const history = [{ item: 0, weight: 1 }]
    const failing = query({
      history,
      scratch,
      allowed: () => {
        throw new Error('away')
      },
    })
    expect(() => scoreNext(failing)).toThrow('away')
    expect(scoreNext(query({ history, scratch }))).toEqual(scoreNext(query({ history })))
  })
})

describe('similarItems', () => {
  it('scores as for a viewer of that one title, never answering the title itself', () => {
    const { history: _, ...asked } = query({})
    const answer: ScoredItem[] = similarItems({ ...asked, item: 0 })
    expect(answer.map(({ item }) => item)).toEqual([2, 3, 4])
    expect(answer[0]?.causes).toEqual([{ kind: 'title', item: 0, share: 1 }])
  })
})

describe('popularItems', () => {
  it('answers the most watched titles that are allowed, ties by hash, without those nobody liked', () => {
    expect(popularItems(query({})).map(({ item }) => item)).toEqual([2, 3, 0, 4])
    expect(popularItems(query({ limit: 1, allowed: (item) => item !== 2 }))).toEqual([
      { item: 3, score: 7, causes: [{ kind: 'popular', share: 1 }] },
    ])
    expect(popularItems(query({ limit: 0 }))).toEqual([])
  })
})
