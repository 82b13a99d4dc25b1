/** Fills a row rung by rung, the best way of finding titles first, so that it is full wherever enough titles are allowed. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Candidate, Rung } from './candidate.ts'

/** No title twice; scores descend, also from rung to rung. */
export function fillRow(rungs: readonly Rung[], limit: number, allows: (title: CatalogTitle) => boolean): Candidate[] {
  const row: Candidate[] = []
  const taken = new Set<string>()
  for (const rung of rungs) {
    if (row.length >= limit) break
    const found = rung(limit - row.length, (title) => !taken.has(title.hash) && allows(title))
    row.push(...below(row.at(-1)?.score, found))
    for (const { title } of found) taken.add(title.hash)
  }
  return row
}

/** Each rung has a scale of its own: its scores are shrunk to fit under what stands above. */
function below(floor: number | undefined, found: readonly Candidate[]): readonly Candidate[] {
  const [first] = found
  if (floor === undefined || first === undefined) return found
  const factor = (0.999 * floor) / first.score
  return found.map((candidate) => ({ ...candidate, score: candidate.score * factor }))
}
