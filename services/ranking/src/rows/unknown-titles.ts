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
  const liked = likestOf({
    rows: live,
    rowSet: ROW_SETS.content,
    titles: index.size(),
    history: own.entries.filter(({ weight }) => weight > 0).slice(0, MOST_LIKED),
    among: (item) => isHardlyKnown(item) && !own.has(item),
    scratch: scratches.spare,
  })
  const titleOf = numberedTitles(catalog, live)
  const found: Candidate[] = []
  for (const { item, score } of liked) {
    const title = titleOf(item)
    if (title === undefined || !allows(title)) continue
    if (found.push({ title, score, causes }) >= MOST_TITLES) break
  }
  return found
}
