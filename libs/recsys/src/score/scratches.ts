/** Scratches that are used again, one for each ranking that is kept at a time. */
import { createScratch } from './scratch.ts'
import type { Scratch } from './scratch.ts'

export interface Scratches {
  /** One that nobody has taken since `free`; where many are kept, the last one again, and rankings of it score anew. */
  take(): Scratch
  /** For what is done with before anybody else asks. */
  readonly spare: Scratch
  /** Those who have taken any are done: to be called after every answer. */
  free(): void
}

/** Each is as large as the catalogue has titles, times 12 bytes, and what one history leads to. */
const MOST = 12

export function createScratches(): Scratches {
  const all: Scratch[] = []
  const spare = createScratch()
  let taken = 0
  return {
    spare,
    take: () => {
      const place = Math.min(taken++, MOST - 1)
      const scratch = all[place] ?? createScratch()
      all[place] = scratch
      return scratch
    },
    free: () => {
      taken = 0
    },
  }
}
