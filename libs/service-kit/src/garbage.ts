import { getHeapStatistics, setFlagsFromString } from 'node:v8'

/**
 * Lets everything begin in young memory. V8 guesses what will live long, from what lived at the last collections, and puts it into old memory
 * at once; of what answers are made of it guesses wrong, and what hangs on them then outlives them until the next full collection. A tenth of
 * the time of a page, and a third of its p99.
 */
export function beginYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}

/** Memory that old garbage may take, in bytes, and the most and least of what is in use. */
const ROOM = 64 * 2 ** 20
const MOST_PERCENT = 100
const LEAST_PERCENT = 25

/**
 * Lets old garbage take more memory before all memory is collected: 64 MB instead of a tenth of what is in use. For processes whose answers
 * are waited for, once they hold what they will: where old garbage is 5 MB, as V8 has it by itself under load, answers are late by tens of
 * milliseconds every second or two. Above 256 MB in use V8 is left alone: a share of it is room enough, and V8 knows when to give more.
 */
export function collectSeldom(): void {
  const percent = growingPercent(getHeapStatistics().used_heap_size)
  if (percent !== null) setFlagsFromString(`--heap-growing-percent=${percent}`)
}

/** `null`: as V8 has it. */
export function growingPercent(usedBytes: number): number | null {
  const percent = Math.min(MOST_PERCENT, Math.ceil((100 * ROOM) / usedBytes))
  return percent < LEAST_PERCENT ? null : percent
}
