/**
 * How likely a softmax of weights makes what was right among each question's candidates, with slope and curvature by the weights. The loops
 * in which a fit spends its time.
 */
import type { Examples } from './examples.ts'

export interface Softmax {
  /** Of the questions' right candidates, as a logarithm. Writes its slope to `gradient`. O(candidates * features). */
  likelihood(questions: readonly number[], weights: Float64Array, gradient: Float64Array): number
  /** How the slope falls: the lower triangle, row by row. O(candidates * features^2). */
  curvature(questions: readonly number[], weights: Float64Array): Float64Array
}

/** Candidates that are added up together. */
const BLOCK = 4
/** Candidates less likely than this are passed over in the curvature. */
const UNLIKELY = 1e-7

export function createSoftmax({ features: f, values, offsets, right }: Examples): Softmax {
  let scores = new Float64Array(1024)
  let chances = new Float64Array(1024)
  const average = new Float64Array(f)

  // Both go by BLOCK, and then one by one: the loops are what a fit waits for where it asks for no curvature.
  const scoreAll = (start: number, n: number, weights: Float64Array): void => {
    let c = 0
    for (; c + BLOCK <= n; c += BLOCK) {
      const from = (start + c) * f
      let [score0, score1, score2, score3] = [0, 0, 0, 0]
      for (let k = 0, at = from; k < f; k++, at++) {
        const weight = weights[k] ?? 0
        score0 += weight * (values[at] ?? 0)
        score1 += weight * (values[at + f] ?? 0)
        score2 += weight * (values[at + 2 * f] ?? 0)
        score3 += weight * (values[at + 3 * f] ?? 0)
      }
      scores[c] = score0
      scores[c + 1] = score1
      scores[c + 2] = score2
      scores[c + 3] = score3
    }
    for (; c < n; c++) {
      const from = (start + c) * f
      let score = 0
      for (let k = 0; k < f; k++) score += (weights[k] ?? 0) * (values[from + k] ?? 0)
      scores[c] = score
    }
  }

  const averageAll = (start: number, n: number): void => {
    average.fill(0)
    let c = 0
    for (; c + BLOCK <= n; c += BLOCK) {
      const [p0, p1, p2, p3] = [chances[c] ?? 0, chances[c + 1] ?? 0, chances[c + 2] ?? 0, chances[c + 3] ?? 0]
      const from = (start + c) * f
      for (let k = 0, at = from; k < f; k++, at++) {
        average[k] =
          (average[k] ?? 0) +
          p0 * (values[at] ?? 0) +
          p1 * (values[at + f] ?? 0) +
          p2 * (values[at + 2 * f] ?? 0) +
          p3 * (values[at + 3 * f] ?? 0)
      }
    }
    for (; c < n; c++) {
      const p = chances[c] ?? 0
      const from = (start + c) * f
      for (let k = 0; k < f; k++) average[k] = (average[k] ?? 0) + p * (values[from + k] ?? 0)
    }
  }

  /** Scores and chances of a question's candidates, and the average of their features; answers the logarithm of the chances' divisor. */
  const weigh = (start: number, n: number, weights: Float64Array): number => {
    if (n > scores.length) {
      scores = new Float64Array(n * 2)
      chances = new Float64Array(n * 2)
    }
    scoreAll(start, n, weights)
    let greatest = -Infinity
    for (let c = 0; c < n; c++) greatest = Math.max(greatest, scores[c] ?? 0)
    let total = 0
    for (let c = 0; c < n; c++) {
      const e = Math.exp((scores[c] ?? 0) - greatest)
      chances[c] = e
      total += e
    }
    for (let c = 0; c < n; c++) chances[c] = (chances[c] ?? 0) / total
    averageAll(start, n)
    return greatest + Math.log(total)
  }

  return {
    likelihood: (questions, weights, gradient) => {
      let sum = 0
      gradient.fill(0)
      for (const q of questions) {
        const start = offsets[q] ?? 0
        const n = (offsets[q + 1] ?? 0) - start
        const divisor = weigh(start, n, weights)
        for (let c = 0; c < n; c++) {
          if (right[start + c] !== 1) continue
          sum += (scores[c] ?? 0) - divisor
          const from = (start + c) * f
          for (let k = 0; k < f; k++) gradient[k] = (gradient[k] ?? 0) + (values[from + k] ?? 0) - (average[k] ?? 0)
        }
      }
      return sum
    },
    curvature: (questions, weights) => {
      const sums = new Float64Array(f * f)
      const x = new Float64Array(BLOCK * f)
      const px = new Float64Array(BLOCK * f)
      for (const q of questions) {
        const start = offsets[q] ?? 0
        const n = (offsets[q + 1] ?? 0) - start
        weigh(start, n, weights)
        let rights = 0
        for (let c = 0; c < n; c++) rights += right[start + c] ?? 0
        let waiting = 0
        for (let c = 0; c < n; c++) {
          const p = chances[c] ?? 0
          if (p < UNLIKELY) continue
          const from = (start + c) * f
          const row = waiting * f
          for (let k = 0; k < f; k++) {
            const value = (values[from + k] ?? 0) - (average[k] ?? 0)
            x[row + k] = value
            px[row + k] = rights * p * value
          }
          waiting += 1
          if (waiting < BLOCK) continue
          addBlock(sums, px, x, f)
          waiting = 0
        }
        for (let row = 0; row < waiting; row++) addProduct(sums, px, x, row * f, f)
      }
      return sums
    },
  }
}

/** Adds (p x) x^T of one candidate to the lower triangle. */
function addProduct(hessian: Float64Array, px: Float64Array, x: Float64Array, start: number, f: number): void {
  for (let k = 0; k < f; k++) {
    const value = px[start + k] ?? 0
    const row = k * f
    for (let m = 0; m <= k; m++) hessian[row + m] = (hessian[row + m] ?? 0) + value * (x[start + m] ?? 0)
  }
}

/** The same of BLOCK candidates: each sum is read and written once for all of them, in the same order and so with the same bits. */
function addBlock(hessian: Float64Array, px: Float64Array, x: Float64Array, f: number): void {
  for (let k = 0; k < f; k++) {
    const value0 = px[k] ?? 0
    const value1 = px[f + k] ?? 0
    const value2 = px[2 * f + k] ?? 0
    const value3 = px[3 * f + k] ?? 0
    const row = k * f
    for (let m = 0; m <= k; m++) {
      let sum = hessian[row + m] ?? 0
      sum += value0 * (x[m] ?? 0)
      sum += value1 * (x[f + m] ?? 0)
      sum += value2 * (x[2 * f + m] ?? 0)
      sum += value3 * (x[3 * f + m] ?? 0)
      hessian[row + m] = sum
    }
  }
}
