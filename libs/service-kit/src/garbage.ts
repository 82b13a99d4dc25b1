import { setFlagsFromString } from 'node:v8'

/**
 * Lets everything begin in young memory. V8 guesses what will live long, from what lived at the last collections, and puts it into old memory
 * at once; of what answers are made of it guesses wrong, and what hangs on them then outlives them until the next full collection. A tenth of
 * the time of a page, and a third of its p99.
 */
export function beginYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
