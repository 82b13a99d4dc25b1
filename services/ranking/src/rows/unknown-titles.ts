/** Titles that hardly anybody has watched, and that are about what a viewer likes: who else should find out whether they are good? */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import { ROW_SETS, likestOf } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'
import { numberedTitles } from '../model/numbered-titles.ts'
import type { Candidate } from './candidate.ts'
import { fact } from './fact.ts'
import { hardlyKnown } from './hardly-known.ts'
import type { Shelf } from './rungs.ts'

/** Liked titles, the newest, whose likes are looked for; and how many may be chosen from. */
const MOST_LIKED = 5
const MOST_TITLES = 50
/** Hardly ever are more needed to find as many, and putting all in order is dear. */
const MOST_LOOKED_AT = 2 * MOST_TITLES

const causes = [fact(ReasonType.REASON_TYPE_EXPLORATION)]

/** Best first, each with its likeness in content as the score; none that is in the history or not allowed. */
export function unknownTitles(
  { live, catalog, scratches, known }: Shelf,
  history: readonly HistoryTitle[],
  allows: (title: CatalogTitle) => boolean,
): Candidate[] {
  const { index, popularity } = live
  const own = known(history)
  const isHardlyKnown = hardlyKnown(popularity)
  const asked = {
    rows: live,
    rowSet: ROW_SETS.content,
    titles: index.size(),
    history: own.entries.filter(({ weight }) => weight > 0).slice(0, MOST_LIKED),
    among: (item: number) => isHardlyKnown(item) && !own.has(item),
    scratch: scratches.spare,
  }
  const titleOf = numberedTitles(catalog, live)
  const choose = (limit: number): { found: Candidate[]; looked: number } => {
    const { items, scores } = likestOf({ limit, ...asked })
    const found: Candidate[] = []
    for (let at = 0; at < items.length && found.length < MOST_TITLES; at++) {
      const title = titleOf(items[at] ?? 0)
      if (title !== undefined && allows(title)) found.push({ title, score: scores[at] ?? 0, causes })
    }
    return { found, looked: items.length }
  }
  const { found, looked } = choose(MOST_LOOKED_AT)
  return found.length < MOST_TITLES && looked === MOST_LOOKED_AT ? choose(Infinity).found : found
}
