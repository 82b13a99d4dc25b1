import { createScratch } from '../score/scratch.ts'
import type { Scratch } from '../score/scratch.ts'

/** The same one for every query that is given it. */
export function oneScratch(): () => Scratch {
  const scratch = createScratch()
  return () => scratch
}
