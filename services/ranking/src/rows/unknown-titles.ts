/** Titles that hardly anybody has watched, and that are about what a viewer likes: who else should find out whether they are good? */
import type { CatalogTitle } from '@upnext/catalog'
import { ROW_SETS, createRowPlace } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'
import type { Candidate } from './candidate.ts'
import { knownTitles } from './rungs.ts'
import type { Shelf } from './rungs.ts'

/** Plays, in the model's unit, from which on counts know a title well enough. */
const WELL_KNOWN = 20
/** Liked titles, the newest, whose likes are looked for; and how many may be chosen from. */
const MOST_LIKED = 5
const MOST_TITLES = 50

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
  const found: Candidate[] = []
  for (const [item, score] of [...likeness].sort(([i, x], [j, y]) => y - x || i - j)) {
    if (found.length >= MOST_TITLES) break
    if (!(score > 0) || live.popularity.of(item).total >= WELL_KNOWN) continue
    const hash = live.index.hashOf(item)
    const title = taken.has(hash) ? undefined : catalog.byHash(hash)
    if (title !== undefined && allows(title)) found.push({ title, score, causes: [{ kind: 'exploration' }] })
  }
  return found
}
