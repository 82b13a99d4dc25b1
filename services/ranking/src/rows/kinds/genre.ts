/** One genre: what goes with the history first, then what is popular of late. Nothing of another genre is in the row, filled or not. */
import { ReasonType } from '@upnext/contracts'
import type { RowSpecOf } from '@upnext/rows'
import type { Rung } from '../candidate.ts'
import { extended } from '../extended.ts'
import { fact } from '../fact.ts'
import { climbLadder, listRung } from '../ladder.ts'
import { heaviest, ownGenres } from '../own-genres.ts'
import { rowIdAbout } from '../row-id.ts'
import type { RowContext, RowDraft, RowMaker } from '../row-maker.ts'
import { hasGenre, popularRung } from '../rungs.ts'
import type { Shelf } from '../rungs.ts'
import { titleOf } from '../titles.ts'

type Spec = RowSpecOf<'genre'>

/** Genres that are tried where the file names none. */
const MOST_TRIED = 20
/** Popular titles that are asked for their genres where nothing is known of the viewer. */
const MOST_ASKED = 100

export const genre: RowMaker<'genre'> = (spec, context) => {
  if (spec.genre !== undefined) {
    const row = rowOf(spec.genre, spec, context)
    return row.candidates.length === 0 ? [] : [row]
  }
  const rows: RowDraft[] = []
  const own = ownGenres(context, MOST_TRIED)
  const isPersonal = own.length > 0
  for (const name of isPersonal ? own : genresOfMany(context)) {
    if (rows.length >= spec.count) break
    const row = extended(rowOf(name, spec, context), { isPersonal })
    if (row.candidates.length >= Math.max(1, spec.min_items)) rows.push(row)
  }
  return rows
}

function rowOf(name: string, spec: Spec, context: RowContext): RowDraft {
  const isOfGenre = hasGenre([name])
  const { shelf, scored, allows } = context
  const candidates = climbLadder(context, {
    own: [listRung(scored), ...(shelf === null ? [] : [popularOf(name, shelf)])],
    fill: spec.fill,
    allows: (title) => isOfGenre(title) && allows(title),
  })
  const title = titleOf(spec, 'genre', { genre: name })
  return { rowId: rowIdAbout('genre', name, slugOf(name)), title, candidates, history: context.history, inOrder: false }
}

/** Here for their genre: what the row says of the viewer, it says by its genre. */
function popularOf(name: string, shelf: Shelf): Rung {
  const popular = popularRung(shelf, 'month', [name])
  const causes = [fact(ReasonType.REASON_TYPE_GENRE, 1, { genre: name })]
  return (limit, allows) => popular(limit, allows).map((candidate) => ({ ...candidate, causes }))
}

/** Of whom nothing is known: those watched most of late. */
function genresOfMany({ shelf, allows }: RowContext): readonly string[] {
  if (shelf === null) return []
  const weights = new Map<string, number>()
  for (const { title, score } of popularRung(shelf, 'month')(MOST_ASKED, allows)) {
    for (const name of title.genres) weights.set(name, (weights.get(name) ?? 0) + score)
  }
  return heaviest(weights).slice(0, MOST_TRIED)
}

/** For row ids: letters and digits of any script, in lower case, with single hyphens between. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('-')
}
