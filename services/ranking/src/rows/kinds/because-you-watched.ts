/** What goes with one title of the viewer's history: row by row another one, the newest that was liked first. */
import type { CatalogTitle } from '@upnext/catalog'
import type { RowSpecOf } from '@upnext/rows'
import type { HistoryTitle } from '../../facts/history.ts'
import { mayBeNamed } from '../../rules/audience.ts'
import { climbLadder } from '../ladder.ts'
import { likedTitles } from '../own-genres.ts'
import { rowIdAbout } from '../row-id.ts'
import type { RowContext, RowDraft, RowMaker } from '../row-maker.ts'
import { scoredRung } from '../rungs.ts'
import type { Shelf } from '../rungs.ts'
import { titleOf } from '../titles.ts'

type Spec = RowSpecOf<'because_you_watched'>

/** Titles that are tried, the newest: a history may be long, and few of its titles lead anywhere. */
const MOST_TRIED = 20

export const becauseYouWatched: RowMaker<'because_you_watched'> = (spec, context) => {
  const { shelf } = context
  if (shelf === null) return []
  const rows: RowDraft[] = []
  const franchises = new Set<string>()
  for (const { known, about } of titlesToName(spec, context)) {
    if (rows.length >= spec.count) break
    if (franchises.has(about.franchise)) continue
    const row = rowAbout(known, about, spec, context, shelf)
    if (row === null) continue
    rows.push(row)
    if (about.franchise !== '') franchises.add(about.franchise)
  }
  return rows
}

interface Named {
  readonly known: HistoryTitle
  readonly about: CatalogTitle
}

/** In the profile now, or said by the guest: never one that only the request is about. */
function titlesToName({ min_weight: minWeight }: Spec, context: RowContext): readonly Named[] {
  const { asker, catalog } = context
  const liked = likedTitles(asker.history, asker).filter(
    ({ source, weight }) => source !== 'named' && weight >= minWeight,
  )
  return liked.slice(0, MOST_TRIED).flatMap((known) => {
    const about = catalog.byHash(known.hash)
    return about !== undefined && mayBeNamed(about, asker.audience) ? [{ known, about }] : []
  })
}

/** `null` where too little goes with the title. */
function rowAbout(
  known: HistoryTitle,
  about: CatalogTitle,
  spec: Spec,
  context: RowContext,
  shelf: Shelf,
): RowDraft | null {
  const history = [known]
  const candidates = climbLadder(context, {
    own: [scoredRung(shelf, history)],
    fill: spec.fill,
    genres: () => about.genres,
    allows: (title) => title.hash !== about.hash && context.allows(title),
  })
  if (candidates.filter(({ step }) => step === undefined).length < spec.min_items) return null
  const title = titleOf(spec, isOnlyRated(known) ? 'because_you_rated' : 'because_you_watched', { title: about.title })
  return { rowId: rowIdAbout('because', about.itemId), title, candidates, history, about, inOrder: false }
}

/** Nobody has said that it was watched. */
function isOnlyRated({ stars, thumbUp, fraction }: HistoryTitle): boolean {
  return fraction === null && (stars !== null || thumbUp !== null)
}
