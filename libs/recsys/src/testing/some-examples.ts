/** Invented examples for tests: features at random, and a right candidate that some of them point to. */
import { seededRandom } from '../random.ts'
import type { Examples } from '../rerank/examples.ts'

export interface ExamplesOptions {
  readonly questions: number
  readonly candidates: number
  readonly features: number
  readonly seed: number
  /** The candidate with the greatest sum, over features, of weight * value plus noise is right. */
  readonly truth: readonly number[]
  /** Up to so much is added at random to the sum. */
  readonly noise: number
}

export function someExamples({ questions, candidates, features, seed, truth, noise }: ExamplesOptions): Examples {
  const random = seededRandom(seed)
  const values = Float32Array.from({ length: questions * candidates * features }, () => random())
  const right = new Uint8Array(questions * candidates)
  for (let q = 0; q < questions; q++) {
    const sums = Array.from({ length: candidates }, (_, c) =>
      truth.reduce(
        (sum, weight, k) => sum + weight * (values[(q * candidates + c) * features + k] ?? 0),
        noise * random(),
      ),
    )
    right[q * candidates + sums.indexOf(Math.max(...sums))] = 1
  }
  return toExamples({
    features,
    offsets: Array.from({ length: questions + 1 }, (_, q) => q * candidates),
    values,
    right,
    targets: Array.from({ length: questions }, () => 1),
  })
}

/** Examples as they are given. */
export function toExamples(parts: Pick<Examples, 'features' | 'offsets' | 'values' | 'right' | 'targets'>): Examples {
  return parts
}
