/** Titles that can be watched now and not for much longer, those that leave soonest first. */
import { ReasonType } from '@upnext/contracts'
import { DAY_MS } from '../day.ts'
import { climbFromOwn } from '../ladder.ts'
import type { RowMaker } from '../row-maker.ts'
import { isLeaving, timedRung } from '../timed-titles.ts'
import { titleOf } from '../titles.ts'

export const leavingSoon: RowMaker<'leaving_soon'> = (spec, context) => {
  const { nowMs, windows } = context
  const toMs = nowMs + spec.within_days * DAY_MS
  const own = timedRung(
    () => windows.closing(nowMs, toMs),
    ReasonType.REASON_TYPE_LEAVING_SOON,
    (title, atMs, country) => isLeaving(title, atMs, country, nowMs),
    context,
  )
  const candidates = climbFromOwn(context, { own: [own], fill: spec.fill })
  if (candidates.length === 0) return []
  return [{ rowId: spec.id, title: titleOf(spec, 'leaving_soon'), candidates, inOrder: true }]
}
