import { describe, expect, it } from '@jest/globals'
import type { Examples } from '../rerank/examples.ts'
import { toExamples } from '../testing/some-examples.ts'
import { linearScore, mean, meanNdcg, ndcgByQuestion } from './judge.ts'

/** One number a candidate: its score. A star is a right one. */
function examplesOf(questions: readonly { candidates: readonly string[]; targets?: number }[]): Examples {
  const all = questions.flatMap(({ candidates }) => candidates)
  return toExamples({
    features: 1,
    offsets: [0, ...questions.map((_, q) => questions.slice(0, q + 1).flatMap(({ candidates }) => candidates).length)],
    values: Float32Array.from(all, (text) => Number(text.replace('*', ''))),
    right: Uint8Array.from(all, (text) => (text.endsWith('*') ? 1 : 0)),
    targets: questions.map(({ targets = 1 }) => targets),
  })
}

function ndcg(candidates: readonly string[], targets = 1, depth = 20): number {
  const examples = examplesOf([{ candidates, targets }])
  return meanNdcg(examples, linearScore(examples, [1]), depth)
}

describe('NDCG of examples', () => {
  it('is 1 for a target in front, and 1 / log2(place + 1) further down', () => {
    expect(ndcg(['1', '3*', '2'])).toBe(1)
    expect(ndcg(['1', '3', '2*'])).toBeCloseTo(1 / Math.log2(3), 12)
    expect(ndcg(['1*', '3', '2'])).toBeCloseTo(1 / 2, 12)
  })

  it('divides by what all targets in front would give, those that no channel found too', () => {
    const best = 1 + 1 / Math.log2(3)
    expect(ndcg(['3*', '2*', '1'], 2)).toBeCloseTo(1, 12)
    expect(ndcg(['3*', '2', '1*'], 2)).toBeCloseTo((1 + 1 / 2) / best, 12)
    expect(ndcg(['3*', '2', '1'], 2)).toBeCloseTo(1 / best, 12)
  })

  it('looks no further down than it is told, and expects no more', () => {
    expect(ndcg(['1*', '3', '2'], 1, 2)).toBe(0)
    expect(ndcg(['1', '3*', '2'], 5, 1)).toBe(1)
  })

  it('puts equal scores in the order of their places', () => {
    expect(ndcg(['2*', '2', '2'])).toBe(1)
    expect(ndcg(['2', '2', '2*'])).toBeCloseTo(1 / 2, 12)
  })

  it('is 0 for a question that no candidate answers, and counts it', () => {
    const examples = examplesOf([{ candidates: ['1', '2'] }, { candidates: [] }, { candidates: ['3*'] }])
    const each = ndcgByQuestion(examples, linearScore(examples, [1]))
    expect([...each]).toEqual([0, 0, 1])
    expect(mean(each)).toBeCloseTo(1 / 3, 12)
    expect(mean(new Float64Array(0))).toBe(0)
  })

  it('scores by weights times numbers', () => {
    const examples = { ...examplesOf([{ candidates: ['0', '0'] }]), features: 2, values: Float32Array.of(1, 2, 3, 4) }
    expect(linearScore(examples, [10, 1])(1)).toBe(34)
  })
})
