import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../random.ts'
import type { Examples } from './examples.ts'
import { createSoftmax } from './softmax.ts'

const FEATURES = 3
/** Candidates of a question: fewer than are added up together, as many, and some more; and room that has to grow. */
const SIZES = [1, 3, 4, 9, 1500]

function someExamples(): Examples {
  const random = seededRandom(3)
  const offsets = [0]
  for (const size of SIZES) offsets.push((offsets.at(-1) ?? 0) + size)
  const all = offsets.at(-1) ?? 0
  const right = new Uint8Array(all)
  // The last question has two right ones, the one before none.
  for (const at of [0, 2, 5, 30, 900]) right[at] = 1
  const values = Float32Array.from({ length: all * FEATURES }, () => 4 * random() - 1)
  return { features: FEATURES, offsets, values, right, targets: SIZES.map(() => 1) }
}

/** Each question's candidates, as the formulas have it. */
function straight({ features, offsets, values, right }: Examples, weights: Float64Array) {
  let likelihood = 0
  const gradient = new Array<number>(features).fill(0)
  const curvature = new Array<number>(features * features).fill(0)
  for (let q = 0; q + 1 < offsets.length; q++) {
    const places = Array.from({ length: (offsets[q + 1] ?? 0) - (offsets[q] ?? 0) }, (_, c) => (offsets[q] ?? 0) + c)
    const x = (at: number, k: number): number => values[at * features + k] ?? 0
    const e = places.map((at) => Math.exp(weights.reduce((sum, weight, k) => sum + weight * x(at, k), 0)))
    const total = e.reduce((sum, value) => sum + value, 0)
    const expected = (of: (at: number) => number): number =>
      places.reduce((sum, at, c) => sum + ((e[c] ?? 0) / total) * of(at), 0)
    for (const [c, at] of places.entries()) {
      if (right[at] !== 1) continue
      likelihood += Math.log((e[c] ?? 0) / total)
      for (let k = 0; k < features; k++) {
        const mean = expected((other) => x(other, k))
        gradient[k] = (gradient[k] ?? 0) + x(at, k) - mean
        for (let m = 0; m <= k; m++) {
          const both = expected((other) => x(other, k) * x(other, m))
          const cell = k * features + m
          curvature[cell] = (curvature[cell] ?? 0) + both - mean * expected((other) => x(other, m))
        }
      }
    }
  }
  return { likelihood, gradient, curvature }
}

describe('createSoftmax', () => {
  const examples = someExamples()
  const questions = SIZES.map((_, q) => q)
  const weights = Float64Array.from([0.7, -1.2, 0.1])
  const expected = straight(examples, weights)

  it('answers likelihood and slope as the formulas have it', () => {
    const gradient = new Float64Array(FEATURES).fill(NaN)
    expect(createSoftmax(examples).likelihood(questions, weights, gradient)).toBeCloseTo(expected.likelihood, 9)
    expected.gradient.forEach((slope, k) => expect(gradient[k]).toBeCloseTo(slope, 9))
  })

  it('answers the curvature as the formulas have it, in the lower triangle', () => {
    const curvature = createSoftmax(examples).curvature(questions, weights)
    expected.curvature.forEach((value, at) => expect(curvature[at]).toBeCloseTo(value, 6))
  })

  it('reads no other questions than those asked for', () => {
    const { features, offsets, values } = examples
    const first = { ...examples, offsets: offsets.slice(0, 4), targets: [1, 1, 1] }
    const spoilt = { ...examples, values: values.map((value, at) => (at < (offsets[3] ?? 0) * features ? value : NaN)) }
    expect([...createSoftmax(spoilt).curvature([0, 1, 2], weights)]).toEqual([
      ...createSoftmax(first).curvature([0, 1, 2], weights),
    ])
    const gradients = [new Float64Array(FEATURES), new Float64Array(FEATURES)] as const
    expect(createSoftmax(spoilt).likelihood([0, 1, 2], weights, gradients[0])).toBe(
      createSoftmax(first).likelihood([0, 1, 2], weights, gradients[1]),
    )
    expect(gradients[0]).toEqual(gradients[1])
  })

  it('does not overflow where scores are far apart', () => {
    const far = createSoftmax(examples).likelihood(
      questions,
      Float64Array.from([900, 0, 0]),
      new Float64Array(FEATURES),
    )
    expect(Number.isFinite(far)).toBe(true)
  })
})
