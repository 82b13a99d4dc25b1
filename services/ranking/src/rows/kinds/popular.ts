/** What is watched most, over a month or over all time. Before there is a model, what the trainer has counted over a month stands in for both. */
import { ReasonType } from '@upnext/contracts'
import type { Candidate } from '../candidate.ts'
import { fact } from '../fact.ts'
import { climbFromOwn, listRung } from '../ladder.ts'
import type { RowMaker } from '../row-maker.ts'
import { popularRung } from '../rungs.ts'
import { titleOf } from '../titles.ts'
import { LEAST_PLAYS, trendCandidates } from '../trend-candidates.ts'

export const popular: RowMaker<'popular'> = (spec, context) => {
  const { shelf, trends, nowMs } = context
  const ofAllTime = shelf !== null && spec.period === 'all_time'
  const counted = (): readonly Candidate[] =>
    trendCandidates(trends.popular(null, nowMs), LEAST_PLAYS, fact(ReasonType.REASON_TYPE_POPULAR), context)
  const own = shelf === null ? listRung(counted) : popularRung(shelf, ofAllTime ? 'total' : 'month')
  const candidates = climbFromOwn(context, { own: [own], fill: spec.fill })
  if (candidates.length === 0) return []
  const title = titleOf(spec, ofAllTime ? 'popular_of_all_time' : 'popular')
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}
