/**
 * What is watched most in the last minutes and hours: in the viewer's country, or everywhere where that is asked for, nobody knows the
 * country, or too little is watched there to fill the row. The title and the reasons say which.
 */
import { ReasonType } from '@upnext/contracts'
import type { RowTitle } from '@upnext/contracts'
import type { RowSpecOf } from '@upnext/rows'
import { countryOf } from '../../trends/country-of.ts'
import type { Candidate } from '../candidate.ts'
import { fact } from '../fact.ts'
import { climbFromOwn, listRung } from '../ladder.ts'
import type { RowContext, RowDraft, RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'
import { LEAST_PLAYS, LEAST_PLAYS_IN_COUNTRY, trendCandidates } from '../trend-candidates.ts'

type Spec = RowSpecOf<'trending'>

export const trending: RowMaker<'trending'> = (spec, context) => {
  const country = spec.scope === 'everywhere' ? null : countryOf(context.asker.audience)
  const local = country === null ? [] : trendingIn(country, context)
  if (country !== null && local.length >= spec.min_items) {
    return rowOf(spec, titleOf(spec, 'trending_in_country', { country }), local, context)
  }
  const { REASON_TYPE_TRENDING } = ReasonType
  const list = context.trends.trending(null, context.nowMs)
  return rowOf(
    spec,
    titleOf(spec, 'trending'),
    trendCandidates(list, LEAST_PLAYS, fact(REASON_TYPE_TRENDING), context),
    context,
  )
}

/** No row where nothing is trending, filled or not. */
function rowOf(spec: Spec, title: RowTitle, own: readonly Candidate[], context: RowContext): readonly RowDraft[] {
  const candidates = climbFromOwn(context, { own: [listRung(() => own)], fill: spec.fill })
  if (candidates.length === 0) return []
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}

function trendingIn(country: string, context: RowContext): readonly Candidate[] {
  const cause = fact(ReasonType.REASON_TYPE_TRENDING, 1, { country })
  return trendCandidates(context.trends.trending(country, context.nowMs), LEAST_PLAYS_IN_COUNTRY, cause, context)
}
