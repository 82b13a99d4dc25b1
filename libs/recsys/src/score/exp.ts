/**
 * e^x at a quarter of the cost of the exact one, within 1e-13 of it: x = (n + r) log 2 / 1024 with n whole and 0 <= r < 1, so that
 * 2^(n / 1024) is two look-ups and the rest three terms of the series.
 */
const PARTS = 1024
const PER_PART = Math.LN2 / PARTS
const PARTS_PER_UNIT = PARTS / Math.LN2
/** Makes rounding towards 0 rounding down. */
const POSITIVE = 1000 * PARTS
const ROOTS = Float64Array.from({ length: PARTS }, (_, part) => 2 ** (part / PARTS))
const OCTAVES = 1000
const POWERS = Float64Array.from({ length: 2 * OCTAVES }, (_, octave) => 2 ** (octave - OCTAVES))
const FARTHEST = 690

export function fastExp(x: number): number {
  if (!(x > -FARTHEST && x < FARTHEST)) return Math.exp(x)
  const n = ((x * PARTS_PER_UNIT + POSITIVE) | 0) - POSITIVE
  const rest = x - n * PER_PART
  const series = 1 + rest * (1 + rest * (1 / 2 + rest / 6))
  return (POWERS[(n >> 10) + OCTAVES] ?? 0) * (ROOTS[n & (PARTS - 1)] ?? 0) * series
}
