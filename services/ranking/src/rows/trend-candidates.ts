/** Titles that are watched of late, as candidates of a row. */
import type { TitlePlays } from '../trends/read-trends.ts'
import type { Candidate, FactCause } from './candidate.ts'
import type { RowContext } from './row-maker.ts'

/** One viewer, or two, are nobody's country: a title has to have been played so often there, or no row says so. */
export const LEAST_PLAYS_IN_COUNTRY = 3
/** Everywhere together, what is not worth one play any more is no trend. */
export const LEAST_PLAYS = 1

/** Most watched first, those with fewer plays than `least` left out. */
export function trendCandidates(
  list: readonly TitlePlays[],
  least: number,
  cause: FactCause,
  { catalog, allows, depth }: Pick<RowContext, 'catalog' | 'allows' | 'depth'>,
): Candidate[] {
  const found: Candidate[] = []
  for (const { hash, plays } of list) {
    if (found.length >= depth || plays < least) break
    const title = catalog.byHash(hash)
    if (title !== undefined && allows(title)) found.push({ title, score: plays, causes: [cause] })
  }
  return found
}
