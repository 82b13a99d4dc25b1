/** p50 and p99 of some numbers, by nearest rank, rounded to hundredths. */
export function quantiles(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (share) => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)])
  return { p50: at(0.5), p99: at(0.99), samples: sorted.length }
}

/** Smallest, middle and largest. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return { min: round(sorted[0]), median: round(sorted[Math.floor(sorted.length / 2)]), max: round(sorted.at(-1)) }
}

export function round(value) {
  return Math.round(value * 100) / 100
}
