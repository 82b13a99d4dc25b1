/** How well examples are answered: mean NDCG of the right candidates' places, questions without one counting 0. */
import { discount, idealGain } from '../metrics/ndcg.ts'
import type { Examples } from '../rerank/examples.ts'

/** Score of the candidate at this place of the examples. */
export type CandidateScore = (at: number) => number

/** How far down lists are looked at. */
export const DEPTH = 20

/** NDCG of each question; binary gain, ideal over min(depth, targets). */
export function ndcgByQuestion(examples: Examples, score: CandidateScore, depth = DEPTH): Float64Array {
  const { offsets, right, targets } = examples
  const result = new Float64Array(offsets.length - 1)
  let scores = new Float64Array(1024)
  for (let q = 0; q < result.length; q++) {
    const start = offsets[q] ?? 0
    const end = offsets[q + 1] ?? 0
    // Most of the time would go to questions that no candidate answers.
    if (!right.subarray(start, end).includes(1)) continue
    if (end - start > scores.length) scores = new Float64Array(2 * (end - start))
    for (let at = start; at < end; at++) scores[at - start] = score(at)
    let gain = 0
    for (let at = start; at < end; at++) {
      if (right[at] !== 1) continue
      const rank = rankOf(scores, end - start, at - start)
      if (rank < depth) gain += discount(rank)
    }
    const ideal = idealGain(Math.min(depth, targets[q] ?? 0))
    result[q] = ideal === 0 ? 0 : gain / ideal
  }
  return result
}

export function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

export function meanNdcg(examples: Examples, score: CandidateScore, depth = DEPTH): number {
  return mean(ndcgByQuestion(examples, score, depth))
}

/** w . x of a candidate. Weights are often few among many features. */
export function linearScore({ features, values }: Examples, weights: ArrayLike<number>): CandidateScore {
  const used = Uint32Array.from(Array.from(weights).keys()).filter((k) => weights[k] !== 0)
  const factors = Float64Array.from(used, (k) => weights[k] ?? 0)
  return (at) => {
    const start = at * features
    let sum = 0
    for (let u = 0; u < used.length; u++) sum += (factors[u] ?? 0) * (values[start + (used[u] ?? 0)] ?? 0)
    return sum
  }
}

/** Candidates ascend within a question only by chance: equal scores are ranked by their place, which is fixed. */
function rankOf(scores: Float64Array, count: number, of: number): number {
  const mine = scores[of] ?? 0
  let rank = 0
  for (let at = 0; at < count; at++) {
    const other = scores[at] ?? 0
    if (other > mine || (other === mine && at < of)) rank += 1
  }
  return rank
}
