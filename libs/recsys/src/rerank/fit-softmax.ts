/**
 * The weights of the re-ranker: a listwise softmax over each question's candidates,
 *
 *   maximise  sum over questions q and their right candidates t of log(e^{w.x_t} / sum_c e^{w.x_c})  -  l2/2 |w|^2
 *
 * with features standardised, by Newton's method from 0; a step is halved until it gains, without which it diverges. Source: the
 * model notes. What is maximised, and its slope, are exact; the curvature, which alone costs features^2 a candidate, only leads there,
 * and is taken of every CURVED-th question. Deterministic.
 */
import { createSolver } from '../similarity/cholesky.ts'
import type { Examples } from './examples.ts'
import { createSoftmax } from './softmax.ts'

export interface FitSettings {
  readonly l2: number
  readonly mostSteps: number
}

export const FIT_SETTINGS: FitSettings = { l2: 10, mostSteps: 30 }

/** Some more steps, each a third of the cost: half of the time of a fit. */
const CURVED = 4
/** So many are taken at least: by fewer, steps go astray. */
const LEAST_CURVED = 100
/** Share of what is maximised that a step has to gain, for another one to be tried. */
const LEAST_GAIN = 1e-7

export interface FitPart {
  /** Which features; the others get the weight 0. */
  readonly features?: (feature: number) => boolean
  /** Weights to begin at, from a fit that was much the same: saves most of the steps. */
  readonly start?: Float64Array
}

/** Weights for features as they are (not standardised). Questions without a right candidate teach nothing. */
export function fitSoftmax(examples: Examples, settings: FitSettings, part: FitPart = {}): Float64Array {
  const f = examples.features
  const { offsets, right } = examples
  const questions: number[] = []
  for (let q = 0; q + 1 < offsets.length; q++) {
    if (right.subarray(offsets[q], offsets[q + 1]).includes(1)) questions.push(q)
  }
  const every = Math.max(1, Math.min(CURVED, Math.floor(questions.length / LEAST_CURVED)))
  const curved = questions.filter((_, at) => at % every === 0)
  const share = curved.length / Math.max(1, questions.length)
  const deviation = deviationsOf(examples, questions, part.features)
  const softmax = createSoftmax(examples)
  const solver = createSolver(f)

  // Features are standardised by their weights: what all candidates of a question have in common makes no difference to a softmax.
  const unscaled = (w: Float64Array): Float64Array => w.map((value, k) => value / (deviation[k] ?? 1))
  const evaluate = (w: Float64Array, gradient: Float64Array): number => {
    let objective = softmax.likelihood(questions, unscaled(w), gradient)
    for (let k = 0; k < f; k++) {
      objective -= (settings.l2 / 2) * (w[k] ?? 0) ** 2
      gradient[k] = (gradient[k] ?? 0) / (deviation[k] ?? 1) - settings.l2 * (w[k] ?? 0)
    }
    return objective
  }
  const stepFrom = (w: Float64Array, gradient: Float64Array): Float64Array => {
    const curvature = softmax.curvature(curved, unscaled(w))
    for (let k = 0; k < f; k++) {
      const line = k * solver.stride
      for (let m = 0; m <= k; m++) {
        solver.matrix[line + m] = (curvature[k * f + m] ?? 0) / share / ((deviation[k] ?? 1) * (deviation[m] ?? 1))
      }
      solver.matrix[line + k] = (solver.matrix[line + k] ?? 0) + settings.l2
    }
    solver.vector.set(gradient)
    solver.solve(f)
    return solver.vector
  }

  let w = startingAt(part.start, deviation)
  let gradient = new Float64Array(f)
  let objective = evaluate(w, gradient)
  for (let steps = 0; steps < settings.mostSteps && questions.length > 0; steps++) {
    const step = stepFrom(w, gradient)
    const slope = new Float64Array(f)
    let length = 1
    let tried = w
    let reached = -Infinity
    for (; length > 1e-3; length /= 2) {
      tried = w.map((value, k) => value + length * (step[k] ?? 0))
      reached = evaluate(tried, slope)
      if (reached > objective) break
    }
    if (!(reached > objective)) break
    const gained = reached - objective
    w = tried
    gradient = slope
    objective = reached
    if (gained < LEAST_GAIN * Math.abs(objective)) break
  }
  return unscaled(w)
}

/** A feature that is the same everywhere, or not wanted, gets no weight: its deviation is taken for infinite. */
function deviationsOf(
  { features: f, values, offsets }: Examples,
  questions: readonly number[],
  wanted: FitPart['features'],
): Float64Array {
  const sum = new Float64Array(f)
  const square = new Float64Array(f)
  let n = 0
  for (const q of questions) {
    for (let at = offsets[q] ?? 0; at < (offsets[q + 1] ?? 0); at++) {
      n += 1
      for (let k = 0; k < f; k++) {
        const value = values[at * f + k] ?? 0
        sum[k] = (sum[k] ?? 0) + value
        square[k] = (square[k] ?? 0) + value * value
      }
    }
  }
  return square.map((ofSquares, k) => {
    const mean = (sum[k] ?? 0) / Math.max(1, n)
    const variance = ofSquares / Math.max(1, n) - mean ** 2
    return variance > 1e-12 && wanted?.(k) !== false ? Math.sqrt(variance) : Infinity
  })
}

/** Standardised; what is not wanted begins, and stays, at 0. */
function startingAt(start: Float64Array | undefined, deviation: Float64Array): Float64Array {
  return Float64Array.from(deviation, (scale, k) => (Number.isFinite(scale) ? (start?.[k] ?? 0) * scale : 0))
}
