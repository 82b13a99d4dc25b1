import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../random.ts'
import { questionsOf } from './examples.ts'
import type { Examples } from './examples.ts'
import { fitSoftmax } from './fit-softmax.ts'

const CANDIDATES = 8

/** Questions answered by chance, as likely as a softmax of these weights has it. Features are of different sizes. */
function plantedExamples(weights: readonly number[], questions: number, seed: number): Examples {
  const random = seededRandom(seed)
  const features = weights.length
  const values = new Float32Array(questions * CANDIDATES * features)
  const right = new Uint8Array(questions * CANDIDATES)
  for (let q = 0; q < questions; q++) {
    const chances = Array.from({ length: CANDIDATES }, (_, c) => {
      const at = (q * CANDIDATES + c) * features
      const score = weights.reduce((sum, weight, k) => {
        values[at + k] = (random() - 0.5) * 4 ** k
        return sum + weight * (values[at + k] ?? 0)
      }, 0)
      return Math.exp(score)
    })
    let rest = random() * chances.reduce((sum, chance) => sum + chance, 0)
    let chosen = 0
    while (chosen < CANDIDATES - 1 && (rest -= chances[chosen] ?? 0) > 0) chosen += 1
    right[q * CANDIDATES + chosen] = 1
  }
  return {
    features,
    offsets: Array.from({ length: questions + 1 }, (_, q) => q * CANDIDATES),
    values,
    right,
    targets: Array(questions).fill(1) as number[],
  }
}

/** What is maximised, straight from the formula, of weights for features as they are. */
function objective({ features, offsets, values, right }: Examples, weights: ArrayLike<number>, l2: number): number {
  const n = offsets.at(-1) ?? 0
  const column = (k: number): number[] => Array.from({ length: n }, (_, at) => values[at * features + k] ?? 0)
  const deviation = Array.from({ length: features }, (_, k) => {
    const all = column(k)
    const mean = all.reduce((sum, value) => sum + value, 0) / n
    return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n)
  })
  let sum = 0
  for (let k = 0; k < features; k++) sum -= (l2 / 2) * ((weights[k] ?? 0) * (deviation[k] ?? 0)) ** 2
  for (let q = 0; q + 1 < offsets.length; q++) {
    const scores: number[] = []
    for (let at = offsets[q] ?? 0; at < (offsets[q + 1] ?? 0); at++) {
      let score = 0
      for (let k = 0; k < features; k++) score += (weights[k] ?? 0) * (values[at * features + k] ?? 0)
      scores.push(score)
    }
    const total = Math.log(scores.reduce((all, score) => all + Math.exp(score), 0))
    scores.forEach((score, c) => {
      if (right[(offsets[q] ?? 0) + c] === 1) sum += score - total
    })
  }
  return sum
}

const settings = { l2: 2, mostSteps: 30 }
const PLANTED = [1.5, -0.5, 0.1]

describe('fitSoftmax', () => {
  const examples = plantedExamples(PLANTED, 3000, 1)
  const weights = fitSoftmax(examples, settings)

  it('recovers planted weights', () => {
    PLANTED.forEach((planted, k) => expect(Math.abs((weights[k] ?? 0) / planted - 1)).toBeLessThan(0.15))
  })

  it('ends where nothing is to be gained in any direction', () => {
    weights.forEach((weight, k) => {
      const step = 1e-3 * Math.abs(weight)
      const slope = (side: number): number => {
        const moved = Float64Array.from(weights)
        moved[k] = weight + side * step
        return objective(examples, moved, settings.l2)
      }
      const [up, down] = [slope(1), slope(-1)]
      // The slope in units of the curvature: how far from the best this weight still is.
      const curvature = (up + down - 2 * objective(examples, weights, settings.l2)) / step ** 2
      expect(curvature).toBeLessThan(0)
      expect(Math.abs((up - down) / (2 * step) / curvature)).toBeLessThan(0.01 * Math.abs(weight))
    })
  })

  it('is the same for the same examples', () => {
    expect(fitSoftmax(plantedExamples(PLANTED, 3000, 1), settings)).toEqual(weights)
  })

  it('gives a feature that is the same everywhere no weight, and the others what they would have without it', () => {
    const { features, values, ...rest } = examples
    const wider = new Float32Array((values.length / features) * (features + 1)).fill(7)
    for (let at = 0; at * features < values.length; at++) {
      wider.set(values.subarray(at * features, (at + 1) * features), at * (features + 1))
    }
    const fitted = fitSoftmax({ ...rest, features: features + 1, values: wider }, settings)
    expect(fitted[features]).toBe(0)
    weights.forEach((weight, k) => expect(fitted[k]).toBeCloseTo(weight, 6))
  })

  it('leaves features away as if they were not there', () => {
    const fitted = fitSoftmax(examples, settings, { features: (k) => k !== 1 })
    expect(fitted[1]).toBe(0)
    const { features, values, ...rest } = examples
    const fewer = values.filter((_, at) => at % features !== 1)
    const expected = fitSoftmax({ ...rest, features: features - 1, values: fewer }, settings)
    expect(fitted[0]).toBeCloseTo(expected[0] ?? NaN, 6)
    expect(fitted[2]).toBeCloseTo(expected[1] ?? NaN, 6)
  })

  it('learns from the questions that it may use, and from those that have an answer', () => {
    const half = fitSoftmax(questionsOf(examples, 0, 1500), settings)
    expect(half).not.toEqual(weights)
    const right = examples.right.slice()
    right.fill(0, 1500 * CANDIDATES)
    expect(fitSoftmax({ ...examples, right }, settings)).toEqual(half)
    expect([...fitSoftmax({ ...examples, right: right.fill(0) }, settings)]).toEqual([0, 0, 0])
  })
})
