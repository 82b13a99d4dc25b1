/**
 * The weights of the re-ranker: a listwise softmax over each question's candidates,
 *
 *   maximise  sum over questions q and their right candidates t of log(e^{w.x_t} / sum_c e^{w.x_c})  -  l2/2 |w|^2
 *
 * with features standardised, by Newton's method from 0; a step is halved until it gains, without which it diverges. Source: the
 * model notes. Costs questions * candidates * features^2 for each of about ten steps. Deterministic.
 */
import { solveCholesky } from '../similarity/cholesky.ts'
import type { Examples } from './examples.ts'

export interface FitSettings {
  readonly l2: number
  readonly mostSteps: number
}

export const FIT_SETTINGS: FitSettings = { l2: 10, mostSteps: 15 }

/** Candidates that are added up together. */
const BLOCK = 4

export interface FitPart {
  /** Which questions; those without a right candidate teach nothing. */
  readonly questions?: (question: number) => boolean
  /** Which features; the others get the weight 0. */
  readonly features?: (feature: number) => boolean
  /** Weights to begin at, from a fit that was much the same: saves most of the steps. */
  readonly start?: Float64Array
}

/** Weights for features as they are (not standardised). */
export function fitSoftmax(examples: Examples, settings: FitSettings, part: FitPart = {}): Float64Array {
  const f = examples.features
  const { values, offsets, right } = examples
  const questions: number[] = []
  for (let q = 0; q + 1 < offsets.length; q++) {
    if (part.questions?.(q) !== false && right.subarray(offsets[q], offsets[q + 1]).includes(1)) questions.push(q)
  }
  const { mean, deviation } = moments(examples, questions, part.features)
  const scaled = (at: number, k: number): number => ((values[at * f + k] ?? 0) - (mean[k] ?? 0)) / (deviation[k] ?? 1)

  const evaluate = (w: Float64Array, gradient: Float64Array | null, hessian: Float64Array | null): number => {
    let objective = 0
    for (let k = 0; k < f; k++) objective -= (settings.l2 / 2) * (w[k] ?? 0) ** 2
    gradient?.forEach((_, k) => (gradient[k] = -settings.l2 * (w[k] ?? 0)))
    hessian?.fill(0)
    for (let k = 0; k < f && hessian !== null; k++) hessian[k * f + k] = settings.l2 + 1e-6
    const x = new Float64Array(BLOCK * f)
    const px = new Float64Array(BLOCK * f)
    const average = new Float64Array(f)
    let scores = new Float64Array(1024)
    for (const q of questions) {
      const start = offsets[q] ?? 0
      const n = (offsets[q + 1] ?? 0) - start
      if (n > scores.length) scores = new Float64Array(n * 2)
      let greatest = -Infinity
      for (let c = 0; c < n; c++) {
        let score = 0
        for (let k = 0; k < f; k++) score += (w[k] ?? 0) * scaled(start + c, k)
        scores[c] = score
        if (score > greatest) greatest = score
      }
      let total = 0
      let rights = 0
      for (let c = 0; c < n; c++) {
        if (right[start + c] === 1) {
          objective += (scores[c] ?? 0) - greatest
          rights += 1
        }
        const e = Math.exp((scores[c] ?? 0) - greatest)
        scores[c] = e
        total += e
      }
      objective -= rights * Math.log(total)
      if (gradient === null || hessian === null) continue
      average.fill(0)
      let waiting = 0
      for (let c = 0; c < n; c++) {
        const p = (scores[c] ?? 0) / total
        const isRight = right[start + c] === 1
        if (p < 1e-7 && !isRight) continue
        const row = waiting * f
        for (let k = 0; k < f; k++) {
          const value = scaled(start + c, k)
          x[row + k] = value
          average[k] = (average[k] ?? 0) + p * value
          if (isRight) gradient[k] = (gradient[k] ?? 0) + value
          px[row + k] = rights * p * value
        }
        waiting += 1
        if (waiting < BLOCK) continue
        addBlock(hessian, px, x, f)
        waiting = 0
      }
      for (let row = 0; row < waiting; row++) addProduct(hessian, px, x, row * f, f)
      for (let k = 0; k < f; k++) {
        gradient[k] = (gradient[k] ?? 0) - rights * (average[k] ?? 0)
        for (let m = 0; m <= k; m++) {
          hessian[k * f + m] = (hessian[k * f + m] ?? 0) - rights * (average[k] ?? 0) * (average[m] ?? 0)
        }
      }
    }
    return objective
  }

  let w = startingAt(part.start, deviation)
  const gradient = new Float64Array(f)
  const hessian = new Float64Array(f * f)
  let objective = evaluate(w, gradient, hessian)
  for (let step = 0; step < settings.mostSteps && questions.length > 0; step++) {
    const direction = gradient.slice()
    solveCholesky(hessian, direction, f, f)
    let next: Float64Array<ArrayBuffer> | null = null
    for (let share = 1; share > 1e-3; share /= 2) {
      const tried = w.map((value, k) => value + share * (direction[k] ?? 0))
      if (evaluate(tried, null, null) <= objective) continue
      next = tried
      break
    }
    if (next === null) break
    w = next
    const before = objective
    objective = evaluate(w, gradient, hessian)
    if (objective - before < 1e-5 * Math.abs(before)) break
  }
  return w.map((value, k) => value / (deviation[k] ?? 1))
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

/** A feature that is the same everywhere, or not wanted, gets no weight: its deviation is taken for infinite. */
function moments(
  { features: f, values, offsets }: Examples,
  questions: readonly number[],
  wanted: FitPart['features'],
): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(f)
  const square = new Float64Array(f)
  let n = 0
  for (const q of questions) {
    for (let at = offsets[q] ?? 0; at < (offsets[q + 1] ?? 0); at++) {
      n += 1
      for (let k = 0; k < f; k++) {
        const value = values[at * f + k] ?? 0
        mean[k] = (mean[k] ?? 0) + value
        square[k] = (square[k] ?? 0) + value * value
      }
    }
  }
  for (let k = 0; k < f; k++) mean[k] = (mean[k] ?? 0) / Math.max(1, n)
  const deviation = square.map((sum, k) => {
    const variance = sum / Math.max(1, n) - (mean[k] ?? 0) ** 2
    return variance > 1e-12 && wanted?.(k) !== false ? Math.sqrt(variance) : Infinity
  })
  return { mean, deviation }
}

/** Standardised; what is not wanted begins, and stays, at 0. */
function startingAt(start: Float64Array | undefined, deviation: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(deviation, (scale, k) => (Number.isFinite(scale) ? (start?.[k] ?? 0) * scale : 0))
}
