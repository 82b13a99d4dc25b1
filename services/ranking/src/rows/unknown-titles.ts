/** Titles that hardly anybody has watched, and that are about what a viewer likes: who else should find out whether they are good? */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import { ROW_SETS, createRowPlace, createTopK } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'
import type { Candidate } from './candidate.ts'
import { fact } from './fact.ts'
import { knownTitles } from './rungs.ts'
import type { Shelf } from './rungs.ts'

/** Plays, in the model's unit, from which on counts know a title well enough. */
const WELL_KNOWN = 20
/** Liked titles, the newest, whose likes are looked for; and how many may be chosen from. */
const MOST_LIKED = 5
const MOST_TITLES = 50
/** Hardly ever are more needed to find as many, and putting all in order is dear. */
const MOST_LOOKED_AT = 3 * MOST_TITLES

const causes = [fact(ReasonType.REASON_TYPE_EXPLORATION)]
const place = createRowPlace()

/** Best first, each with its likeness in content as the score; none that is in the row, in the history or not allowed. */
export function unknownTitles(
  shelf: Shelf,
  history: readonly HistoryTitle[],
  row: readonly Candidate[],
  allows: (title: CatalogTitle) => boolean,
): Candidate[] {
  const { live, catalog } = shelf
  const known = knownTitles(live, history)
  const likeness = new Map<number, number>()
  for (const { item, weight } of known.filter((entry) => entry.weight > 0).slice(0, MOST_LIKED)) {
    live.place(ROW_SETS.content, item, place)
    for (let at = place.start; at < place.end; at++) {
      const other = place.neighbours[at] ?? 0
      likeness.set(other, (likeness.get(other) ?? 0) + weight * (place.scores[at] ?? 0))
    }
  }
  const taken = new Set([...history.map(({ hash }) => hash), ...row.map(({ title }) => title.hash)])
  const unknown = [...likeness].filter(([item, score]) => score > 0 && live.popularity.of(item).total < WELL_KNOWN)
  const choose = (likest: readonly Liked[]): Candidate[] => {
    const found: Candidate[] = []
    for (const [item, score] of likest) {
      if (found.length >= MOST_TITLES) break
      const hash = live.index.hashOf(item)
      const title = taken.has(hash) ? undefined : catalog.byHash(hash)
      if (title !== undefined && allows(title)) found.push({ title, score, causes })
    }
    return found
  }
  const found = choose(best(unknown, MOST_LOOKED_AT))
  return found.length < MOST_TITLES && unknown.length > MOST_LOOKED_AT ? choose(best(unknown, unknown.length)) : found
}

type Liked = readonly [item: number, score: number]

function best(titles: readonly Liked[], limit: number): Liked[] {
  const kept = createTopK(Math.min(limit, titles.length), (a, b) => a - b)
  for (const [item, score] of titles) if (kept.accepts(item, score)) kept.add(item, score)
  const { items, scores } = kept.drain()
  return Array.from(items, (item, at) => [item, scores[at] ?? 0])
}
