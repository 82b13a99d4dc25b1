/**
 * Gives a few places of a row to chance, so that titles without evidence get some. Every title says with what probability it came
 * to its place: whoever learns from what was shown can correct for it. (Inverse propensities; Joachims et al. 2017.)
 */
import type { Random } from '@upnext/recsys'
import type { Candidate } from './candidate.ts'
import { extended } from './extended.ts'
import type { RowContext } from './row-maker.ts'
import { randomOf } from './seed.ts'
import { unknownTitles } from './unknown-titles.ts'

export interface ExploreSettings {
  /** Share of the row's places, 0 to 1. */
  readonly share: number
  /** The same seed gives the same titles. */
  readonly seed: string
}

/** The first places belong to the best. */
const FIRST_PLACE = 2

/** The last word on a row that is chosen: as many titles, a share of them by chance. `allows`: none of the row. */
export function leaveToChance(
  row: readonly Candidate[],
  { shelf, history, list, seed, allows }: Pick<RowContext, 'shelf' | 'history' | 'list' | 'seed' | 'allows'>,
): readonly Candidate[] {
  if (shelf === null) return row
  return explore(row, { share: list.exploration, seed }, () => unknownTitles(shelf, history, allows))
}

/**
 * A row as long as before, of the same titles in the same order but for those that chance put between them; as many of the last
 * have gone. `pool`, asked only where there is a place to give: titles to choose from, none of the row.
 */
export function explore(
  row: readonly Candidate[],
  { share, seed }: ExploreSettings,
  pool: () => readonly Candidate[],
): readonly Candidate[] {
  const places = placesToGive(row.length, share)
  if (places.length === 0) return row
  const random = randomOf(seed)
  const chosen = [...row]
  const titles = pool()
  places.forEach((place, turn) => {
    // Each place has titles of its own to choose from: so probabilities do not depend on what the other places got.
    const found = draw(
      titles.filter((_, at) => at % places.length === turn),
      random,
    )
    if (found !== null) chosen.splice(place, 0, { ...found, score: chosen[place]?.score ?? 0 })
  })
  return chosen.slice(0, row.length)
}

/** One in every 1 / share places, in its middle; never one of the first two. */
export function placesToGive(length: number, share: number): number[] {
  const count = Math.floor(length * share + 1e-9)
  const places = Array.from({ length: count }, (_, turn) => Math.floor((turn + 0.5) / share))
  return places.filter((place) => place >= FIRST_PLACE && place < length)
}

/** With a probability in proportion to the score. */
function draw(titles: readonly Candidate[], random: Random): Candidate | null {
  const total = titles.reduce((sum, { score }) => sum + score, 0)
  let rest = random() * total
  for (const title of titles) {
    rest -= title.score
    if (rest < 0) return extended(title, { propensity: title.score / total })
  }
  const last = titles.at(-1)
  return last === undefined ? null : extended(last, { propensity: last.score / total })
}
