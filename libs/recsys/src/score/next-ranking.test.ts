import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createLiveModel } from '../model/live-model.ts'
import { AGAIN, RANKER, aModel } from '../testing/a-model.ts'
import { oneScratch } from '../testing/one-scratch.ts'
import { START_MS } from '../testing/some-histories.ts'
import { createNextRanking } from './next-ranking.ts'
import type { NextRanking } from './next-ranking.ts'
import type { RankedItems } from './query.ts'

const live = createLiveModel(aModel({ ranker: RANKER, again: AGAIN }))
const anyHistory = fc.uniqueArray(fc.record({ item: fc.nat(4), weight: fc.constantFrom(-1, 0.5, 1) }), {
  selector: ({ item }) => item,
})
const anyTitles = fc.uniqueArray(fc.nat(4))
const all = (): boolean => true

type History = Parameters<typeof createNextRanking>[0]['history']

function rankingOf(history: History, scratch = oneScratch()): NextRanking {
  return createNextRanking({ live, history, atMs: START_MS, scratch })
}

function whole({ items, scores, causesOf }: RankedItems) {
  return Array.from(items, (item, at) => ({ item, score: scores[at], causes: causesOf(at) }))
}

describe('a ranking', () => {
  it('answers the same however often it is asked, and after another has used its scratch', () => {
    fc.assert(
      fc.property(anyHistory, anyHistory, (history, other) => {
        const scratch = oneScratch()
        const ranking = rankingOf(history, scratch)
        const before = ranking.best(5, all)
        const said = whole(before)
        expect(whole(ranking.best(5, all))).toEqual(said)
        rankingOf(other, scratch).best(5, all)
        expect(whole(before)).toEqual(said)
        expect(whole(ranking.best(5, all))).toEqual(said)
      }),
    )
  })

  it('answers of the titles among which it looks those that it would allow, for the same causes', () => {
    fc.assert(
      fc.property(anyHistory, anyTitles, fc.boolean(), (history, titles, first) => {
        const among = (item: number): boolean => titles.includes(item)
        const ranking = rankingOf(history)
        if (first) ranking.best(5, all)
        const found = whole(ranking.best(5, all, among))
        const allowed = whole(rankingOf(history).best(5, among))
        const withoutScores = (answer: ReturnType<typeof whole>) => answer.map(({ item, causes }) => ({ item, causes }))
        expect(withoutScores(found)).toEqual(withoutScores(allowed))
        expect(found.reduce((sum, { score = NaN }) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-9)
        expect(whole(ranking.best(5, all))).toEqual(whole(rankingOf(history).best(5, all)))
      }),
    )
  })

  it('says the same causes of every answer, in whatever order it is asked about them', () => {
    fc.assert(
      fc.property(anyHistory, anyTitles, fc.shuffledSubarray([0, 1, 2, 3, 4]), (history, titles, places) => {
        const allowed = (item: number): boolean => titles.includes(item)
        const ranking = rankingOf(history)
        const [few, most] = [ranking.best(1, allowed), ranking.best(5, all)]
        const alone = rankingOf(history).best(5, all)
        for (const place of places) {
          expect(most.causesOf(place)).toEqual(alone.causesOf(place))
          expect(whole(few)).toEqual(whole(rankingOf(history).best(1, allowed)))
          expect(whole(ranking.best(5, allowed))).toEqual(whole(rankingOf(history).best(5, allowed)))
        }
      }),
    )
  })

  it('has nothing to say of a place that it did not fill', () => {
    expect(
      rankingOf([{ item: 0, weight: 1 }])
        .best(5, all)
        .causesOf(99),
    ).toEqual([])
  })

  it('takes no scratch before it is asked for titles', () => {
    let taken = 0
    const scratch = oneScratch()
    const counted = () => {
      taken += 1
      return scratch()
    }
    const ranking = rankingOf([{ item: 0, weight: 1 }], counted)
    ranking.best(0, all)
    expect(taken).toBe(0)
    ranking.best(1, all)
    ranking.best(2, all)
    expect(taken).toBe(1)
  })
})
