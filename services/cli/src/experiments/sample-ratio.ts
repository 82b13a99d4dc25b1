/**
 * Whether as many viewers were counted of each variant as its share says. Where not, something loses viewers of one of them (answers that
 * fail, events that are not sent), and no other figure of the experiment can be trusted.
 *
 *   chi^2 = sum over variants of (counted - expected)^2 / expected,  with one degree of freedom less than there are variants
 *
 * (Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019.)
 */
import { chiSquareTail } from './distributions.ts'

export interface Share {
  readonly variant: string
  /** Of the viewers that take part; need not sum to 1. */
  readonly share: number
}

export interface SampleRatio {
  readonly chiSquare: number | null
  /** `null`: too few viewers to tell. */
  readonly p: number | null
  readonly mismatch: boolean
}

/** Experiments are checked every day: a rarer chance than the usual 5 %. */
export const MISMATCH_P = 0.001
/** With fewer expected viewers in a variant the distribution is another one. */
const LEAST_EXPECTED = 5

/** A variant that `shares` does not know counts as one that nobody should see. */
export function sampleRatio(viewers: ReadonlyMap<string, number>, shares: readonly Share[]): SampleRatio {
  const known = new Set(shares.map(({ variant }) => variant))
  const strangers = [...viewers].some(([variant, count]) => count > 0 && !known.has(variant))
  const total = shares.reduce((sum, { variant }) => sum + (viewers.get(variant) ?? 0), 0)
  const whole = shares.reduce((sum, { share }) => sum + share, 0)
  const parts = shares.map(({ variant, share }) => ({
    counted: viewers.get(variant) ?? 0,
    expected: (total * share) / whole,
  }))
  if (parts.length < 2 || parts.some(({ expected }) => expected < LEAST_EXPECTED)) {
    return { chiSquare: null, p: null, mismatch: strangers }
  }
  const chiSquare = parts.reduce((sum, { counted, expected }) => sum + (counted - expected) ** 2 / expected, 0)
  const p = chiSquareTail(chiSquare, parts.length - 1)
  return { chiSquare, p, mismatch: strangers || p < MISMATCH_P }
}
