import hdr from 'hdr-histogram-js'

/** The histogram counts whole numbers, of which it keeps three digits: of thousandths, so that a fraction of a unit is seen. */
const PARTS = 1000

/** Times of one unit, as they come: `record` each, then ask for `quantiles`. What it holds does not grow with the samples. */
export function createTimes() {
  const histogram = hdr.build({ highestTrackableValue: 2 ** 40, numberOfSignificantValueDigits: 3 })
  return {
    record: (value) => histogram.recordValue(Math.round(value * PARTS)),
    quantiles() {
      // Zeros would look like a very fast system.
      if (histogram.totalCount === 0) throw new Error('nothing was measured: there are no samples')
      const at = (percentile) => round(histogram.getValueAtPercentile(percentile) / PARTS)
      return { p50: at(50), p99: at(99), p999: at(99.9), max: at(100), samples: histogram.totalCount }
    },
  }
}

/** p50, p99, p99.9 and the largest of some numbers that are not negative, each at most a thousandth too large, and how many there were. */
export function quantiles(samples) {
  const times = createTimes()
  for (const sample of samples) times.record(sample)
  return times.quantiles()
}

/** Smallest, middle and largest. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return { min: round(sorted[0]), median: round(sorted[Math.floor(sorted.length / 2)]), max: round(sorted.at(-1)) }
}

export function round(value) {
  return Math.round(value * 100) / 100
}
