/** What the editors have put together, in their order, seen or not; all rules but that one hold. */
import { ReasonType } from '@upnext/contracts'
import type { Candidate } from '../candidate.ts'
import { fact } from '../fact.ts'
import { climbFromOwn, listRung } from '../ladder.ts'
import type { RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'

const causes = [fact(ReasonType.REASON_TYPE_EDITORIAL)]

export const editorial: RowMaker<'editorial'> = (spec, context) => {
  const { catalog, allows, allowsBut } = context
  const titles = spec.item_ids.flatMap((itemId) => catalog.byId(itemId) ?? [])
  const picked = titles.map((title, i): Candidate => ({ title, score: 1 / (i + 1), causes }))
  const allowsPicked = allowsBut('seen')
  const own = listRung(() => picked.filter(({ title }) => allowsPicked(title)))
  const chosen = new Set(titles)
  const candidates = climbFromOwn(context, {
    own: [own],
    fill: spec.fill,
    // Chosen or not: what fills the row up is asked all rules too.
    allows: (title) => (chosen.has(title) ? allowsPicked(title) : allows(title)),
  })
  if (candidates.length === 0) return []
  return [{ rowId: spec.id, title: titleOf(spec, 'editorial'), candidates, inOrder: true }]
}
