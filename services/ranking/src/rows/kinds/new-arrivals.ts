/** Titles that have come of late, newest first. A title without windows is not known to be new. */
import { ReasonType } from '@upnext/contracts'
import { DAY_MS } from '../day.ts'
import { climbFromOwn } from '../ladder.ts'
import type { RowMaker } from '../row-maker.ts'
import { hasArrived, timedRung } from '../timed-titles.ts'
import { titleOf } from '../titles.ts'

export const newArrivals: RowMaker<'new_arrivals'> = (spec, context) => {
  const { nowMs, windows } = context
  const fromMs = nowMs - spec.within_days * DAY_MS
  const own = timedRung(
    () => windows.opened(fromMs, nowMs),
    ReasonType.REASON_TYPE_NEW,
    (title, atMs, country) => hasArrived(title, atMs, country, nowMs),
    context,
  )
  const candidates = climbFromOwn(context, { own: [own], fill: spec.fill })
  if (candidates.length === 0) return []
  return [{ rowId: spec.id, title: titleOf(spec, 'new_arrivals'), candidates, inOrder: true }]
}
