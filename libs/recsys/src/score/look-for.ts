/** Finds in a scratch what led to a few titles. */
import { newestVisitOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/** Of titles that a scratch holds scores of. Those looked for before are not looked for again. */
export function lookFor(titles: Iterable<number>, scratch: Scratch): void {
  const { evidence, arrays, kernels, rowCount } = scratch
  const known = evidence.titles.length
  for (const title of titles) {
    if ((arrays.placeOf[title] ?? 0) > 0 || newestVisitOf(scratch, title) < 1) continue
    arrays.placeOf[title] = evidence.titles.push(title)
  }
  if (evidence.titles.length === known) return
  evidence.size = kernels.noteEntries(rowCount, known, evidence.size)
}
