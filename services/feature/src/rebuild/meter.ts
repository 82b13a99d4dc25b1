/** How far a rebuild has come, how fast it is and how long it will take. */
export interface Meter {
  add(records: number): void
  /** `left`: records still to be read, which traffic adds to. */
  reading(nowMs: number, left: number): MeterReading
}

export interface MeterReading {
  readonly records: number
  readonly percent: number
  /** Since the start. */
  readonly recordsPerSecond: number
  /** `null` where nothing has been read yet. */
  readonly secondsLeft: number | null
}

/** `done`: records that an earlier run has read. */
export function createMeter(startedAtMs: number, done: number): Meter {
  let records = 0
  return {
    add(count) {
      records += count
    },
    reading(nowMs, left) {
      const seconds = Math.max(0.001, (nowMs - startedAtMs) / 1000)
      const recordsPerSecond = records / seconds
      const all = done + records + left
      return {
        records,
        percent: all === 0 ? 100 : (100 * (done + records)) / all,
        recordsPerSecond,
        secondsLeft: records === 0 ? null : left / recordsPerSecond,
      }
    },
  }
}

export function meterLine({ percent, records, recordsPerSecond, secondsLeft }: MeterReading): string {
  const rest = secondsLeft === null ? '' : `, about ${timeText(secondsLeft)} left`
  // A hundred percent is said by whoever is done.
  return `  ${Math.min(99, Math.floor(percent))} %: ${records} events, ${Math.round(recordsPerSecond)} events/s${rest}`
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
