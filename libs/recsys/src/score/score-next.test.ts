import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createLiveModel } from '../model/live-model.ts'
import type { LiveModel } from '../model/live-model.ts'
import type { Model } from '../model/model.ts'
import { AGAIN, FAR, NEAR, RANKER, aModel } from '../testing/a-model.ts'
import { START_MS, title } from '../testing/some-histories.ts'
import { oneScratch } from '../testing/one-scratch.ts'
import { accumulate } from './accumulate.ts'
import { findCandidates } from './candidates.ts'
import { contributionsTo } from './causes.ts'
import type { NextQuery, ScoredItem } from './query.ts'
import { createNextRanking, historyToRead } from './next-ranking.ts'
import { scoreNext } from './score-next.ts'
import { createScratch } from './scratch.ts'
import { similarItems } from './similar-items.ts'

const DAY_MS = 86_400_000
const MODELS: Readonly<Record<string, Model>> = {
  'the blend': aModel(),
  'a learned ranker': aModel({ ranker: RANKER, again: AGAIN }),
  'a learned ranker of short histories': aModel({ ranker: RANKER, again: AGAIN, historyLimit: 2 }),
}
const plain = aModel()

function query(change: Partial<NextQuery>, model: Model = plain): NextQuery {
  const live = createLiveModel(model)
  return { live, history: [], atMs: START_MS, allowed: () => true, limit: 10, ...change }
}

interface Expected {
  readonly item: number
  /** Of a learned ranker: its logarithm, but for what is the same for all. */
  readonly score: number
}

/** The formula, title by title, without any cleverness. The logarithm is exact: scoring may differ by 0.002 a unit of weight. */
function oracle({ live, history, limit, allowed, atMs, again = false }: NextQuery): Expected[] {
  const { model } = live
  const { channels, blend, historyLimit } = model.parameters
  const ranker = again ? model.parameters.again : model.parameters.ranker
  const leftOut = again ? history.slice(0, 1) : history
  const candidates = model.items.map((_, item) => item).filter((item) => leftOut.every((entry) => entry.item !== item))
  const raw = channels.map(({ rowSet, recency }) => {
    const rows = rowSet === 'near' ? NEAR : FAR
    return candidates.map((item) =>
      history.slice(0, historyLimit).reduce((sum, { item: from, weight }, d) => {
        const score = rows[from]?.find(([neighbour]) => neighbour === item)?.[1] ?? 0
        return sum + weight * (recency === null ? 1 : Math.exp(-d / recency)) * score
      }, 0),
    )
  })
  const shares = raw.map((sums) => {
    const greatest = Math.max(0, ...sums)
    return sums.map((sum) => (greatest > 0 ? Math.max(-1, sum / greatest) : 0))
  })
  const scoreOf = (at: number): number => {
    const values = shares.map((share) => share[at] ?? 0)
    if (ranker === null) return values.reduce((sum, v, c) => sum + v * (blend[c] ?? 0), 0)
    const { total, month, days, asOfMs } = model.popularity
    const item = candidates[at] ?? 0
    const since = Math.max(0, atMs - asOfMs) / DAY_MS
    const place = again ? history.findIndex((entry) => entry.item === item) : -1
    const features = [
      ...values,
      ...values.map((v) => Math.log(1 + 100 * Math.max(0, v))),
      Math.log((total[item] ?? 0) + 1) - Math.log(1),
      Math.log((month[item] ?? 0) * 2 ** (-since / 30) + 0.1) - Math.log(0.1),
      Math.log((days[item] ?? 0) * 2 ** (-since / 3) + 0.1) - Math.log(0.1),
      ...(again ? [place >= 0 ? 1 : 0, place === 1 ? 1 : 0, place >= 0 ? Math.log(place + 1) : 0] : []),
    ]
    return features.reduce((sum, value, k) => sum + value * (ranker.weights[k] ?? 0), 0)
  }
  return candidates
    .map((item, at) => ({ item, score: scoreOf(at), supported: shares.some((share) => (share[at] ?? 0) > 1e-12) }))
    .filter(({ item, score, supported }) => supported && (ranker !== null || score > 1e-12) && allowed(item))
    .sort((x, y) => y.score - x.score || x.item - y.item)
    .slice(0, Math.max(0, limit))
}

/** What adds up to a score. A mirror of `scoreNext` up to where the parts are made. */
function contributionSums(asked: NextQuery, answer: readonly ScoredItem[]): number[] {
  const { live, again, history } = asked
  const scratch = createScratch()
  const read = historyToRead(asked)
  scratch.clear(live.index.size())
  for (const { item } of again === true ? history.slice(0, 1) : history) scratch.leaveOut(item)
  accumulate(live.plan, live, read, scratch)
  const scales = findCandidates(live.plan, scratch, () => true)
  return answer.map(({ item }) =>
    contributionsTo({ query: asked, history: read, scales, scratch }, item).reduce((sum, { share }) => sum + share, 0),
  )
}

const anyHistory = fc.uniqueArray(fc.record({ item: fc.nat(4), weight: fc.constantFrom(-1, -0.25, 0.5, 1) }), {
  selector: ({ item }) => item,
})

describe.each(Object.entries(MODELS))('scoreNext with %s', (_, model) => {
  it('equals the formula, whatever was asked of the same scratch before', () => {
    const scratch = oneScratch()
    const live = createLiveModel(model)
    const learned = model.parameters.ranker !== null
    fc.assert(
      fc.property(
        anyHistory,
        fc.integer({ min: -1, max: 6 }),
        fc.nat(31),
        fc.boolean(),
        fc.nat(3),
        (history, limit, mask, again, days) => {
          const allowed = (item: number): boolean => ((mask >> item) & 1) === 1
          const asked = query({ live, history, limit, scratch, again, allowed, atMs: START_MS + days * DAY_MS })
          const answer = scoreNext(asked).filter(({ score }) => score > 1e-12)
          const expected = oracle(asked)
          const everything = oracle({ ...asked, limit: 10, allowed: () => true })
          const total = everything.reduce((sum, { score }) => sum + Math.exp(score), 0)
          expect(answer).toHaveLength(expected.length)
          for (const [at, { item, score }] of answer.entries()) {
            const mine = expected.find((one) => one.item === item)
            const wanted = learned ? Math.exp(mine?.score ?? NaN) / total : mine?.score
            expect(Math.abs(score / (wanted ?? NaN) - 1)).toBeLessThan(learned ? 0.01 : 1e-6)
            expect(score).toBeLessThanOrEqual(answer[at - 1]?.score ?? Infinity)
          }
          if (learned && limit > 0) expect(answer.every(({ score }) => score <= 1)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('gives causes that add up to the score', () => {
    const live = createLiveModel(model)
    const learned = model.parameters.ranker !== null
    fc.assert(
      fc.property(anyHistory, fc.boolean(), (history, again) => {
        const asked = query({ live, history, again, limit: 10 })
        const answer = scoreNext(asked)
        const sums = contributionSums(asked, answer)
        const total = sums.reduce((sum, score) => sum + Math.exp(score), 0)
        answer.forEach(({ score }, at) => {
          const sum = sums[at] ?? NaN
          // All candidates are answered, so that the sum over the answer is the one over all.
          expect(learned ? Math.exp(sum) / total : sum).toBeCloseTo(score, 9)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('says the same causes whenever it is asked, also after another query of the same scratch', () => {
    const scratch = oneScratch()
    fc.assert(
      fc.property(anyHistory, anyHistory, fc.boolean(), (history, later, again) => {
        const live = createLiveModel(model)
        const atOnce = scoreNext(query({ live, history, again }))
        const asked = query({ live, history, again, scratch })
        const { items, scores, causesOf } = createNextRanking(asked).best(asked.limit, asked.allowed)
        scoreNext(query({ live, history: later, scratch }))
        expect(Array.from(items, (item, at) => ({ item, score: scores[at], causes: causesOf(at) }))).toEqual(atOnce)
      }),
    )
  })

  it('names causes by positive shares that sum to 1, greatest first, of titles of the history', () => {
    const live = createLiveModel(model)
    fc.assert(
      fc.property(anyHistory, fc.boolean(), (history, again) => {
        for (const { item, causes } of scoreNext(query({ live, history, again }))) {
          const shares = causes.map(({ share }) => share)
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
          expect(shares).toEqual([...shares].sort((a, b) => b - a))
          expect(Math.min(...shares)).toBeGreaterThan(0)
          for (const cause of causes) {
            if (cause.kind === 'title') expect(history.some((entry) => entry.item === cause.item)).toBe(true)
            if (cause.kind === 'again') expect(again && history.some((entry) => entry.item === item)).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('scoreNext', () => {
  it('names how much each title of the history gave', () => {
    const history = [
      { item: 1, weight: 1 },
      { item: 0, weight: 1 },
    ]
    const [best] = scoreNext(query({ history, allowed: (item) => item === 3 }))
    // Title 3 is the best of both channels that read the near rows.
    const [recent, all] = [1 + 0.5 * Math.exp(-1 / 2), 1.5]
    const older = (0.5 * Math.exp(-1 / 2)) / recent + (0.25 * 0.5) / all
    expect(best?.score).toBeCloseTo(1.25, 6)
    expect(best?.causes).toEqual([
      { kind: 'title', item: 1, share: expect.closeTo(1 - older / 1.25, 6) },
      { kind: 'title', item: 0, share: expect.closeTo(older / 1.25, 6) },
    ])
  })

  it('names what says least against a title where learned weights hold everything against it', () => {
    const gloomy = aModel({ ranker: { weights: [-1, -1, -1, 0, 0, 0, 0, 0, 0] } })
    const history = [{ item: 0, weight: 1 }]
    for (const { causes } of scoreNext(query({ history }, gloomy))) {
      expect(causes).toEqual([{ kind: 'title', item: 0, share: 1 }])
    }
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
    const live = createLiveModel(plain)
    const late = live.index.add('0000000000000000' as ReturnType<typeof title>)
    live.setRow('near', 3, { neighbours: Uint32Array.of(2, late), scores: Float32Array.of(1, 1) })
    const answer = scoreNext(query({ live, history: [{ item: 3, weight: 1 }] }))
    expect(answer.map(({ item }) => item)).toEqual([late, 2])
  })

  it('prefers live rows to the model, and knows titles newer than the model', () => {
    const live = createLiveModel(aModel({ ranker: RANKER }))
    const fresh = live.index.add(title(99))
    live.setRow('near', 0, { neighbours: Uint32Array.of(fresh), scores: Float32Array.of(2) })
    live.setRow('near', fresh, { neighbours: Uint32Array.of(1), scores: Float32Array.of(2) })
    expect(scoreNext(query({ live, history: [{ item: 0, weight: 1 }] })).map(({ item }) => item)).toContain(fresh)
    expect(scoreNext(query({ live, history: [{ item: fresh, weight: 1 }] }))[0]?.item).toBe(1)
    expect(live.liveRows()).toBe(2)
  })

  it('ranks by popularity as it is now, once it was set', () => {
    const live = createLiveModel(aModel({ ranker: { weights: [0, 0, 0, 0, 0, 0, 1, 0, 0] } }))
    const best = (): number | undefined => scoreNext(query({ live, history: [{ item: 0, weight: 1 }] }))[0]?.item
    expect(best()).toBe(2)
    live.popularity.set(4, { total: 100, month: 1, days: 1, asOfMs: START_MS })
    expect(best()).toBe(4)
    // More changes than anybody remembers.
    for (let total = 200; total < 20_000; total++) live.popularity.set(3, { ...live.popularity.of(3), total })
    expect(best()).toBe(3)
  })

  it('answers nothing for an unknown or empty history', () => {
    const live: LiveModel = createLiveModel(plain)
    const fresh = live.index.add(title(99))
    expect(scoreNext(query({ live, history: [{ item: fresh, weight: 1 }] }))).toEqual([])
    expect(scoreNext(query({ history: [] }))).toEqual([])
  })

  it('leaves its scratch clean when `allowed` throws', () => {
    const scratch = oneScratch()
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
