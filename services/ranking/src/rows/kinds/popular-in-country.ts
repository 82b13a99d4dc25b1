/** What is watched most in the viewer's country over a month. No row where nobody knows the country, or too little was watched there. */
import { ReasonType } from '@upnext/contracts'
import { countryOf } from '../../trends/country-of.ts'
import { fact } from '../fact.ts'
import { climbFromOwn, listRung } from '../ladder.ts'
import type { RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'
import { LEAST_PLAYS_IN_COUNTRY, trendCandidates } from '../trend-candidates.ts'

export const popularInCountry: RowMaker<'popular_in_country'> = (spec, context) => {
  const country = countryOf(context.asker.audience)
  if (country === null) return []
  const cause = fact(ReasonType.REASON_TYPE_POPULAR_IN_COUNTRY, 1, { country })
  const list = context.trends.popular(country, context.nowMs)
  const own = listRung(() => trendCandidates(list, LEAST_PLAYS_IN_COUNTRY, cause, context))
  const candidates = climbFromOwn(context, { own: [own], fill: spec.fill })
  if (candidates.length === 0) return []
  const title = titleOf(spec, 'popular_in_country', { country })
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}
