/** What an event adds to what is watched of late. */
import type { ViewerEvent } from '@upnext/contracts'
import type { Observation } from '@upnext/learning'
import type { TrendCounts } from './trend-counts.ts'

/** By the country of the event. A weight of 1 is a title watched to its end. */
export function countTrend(
  trends: Pick<TrendCounts, 'add'>,
  { item, weight, atMs }: Observation,
  event: ViewerEvent,
): void {
  trends.add(event.country, item, weight, isUnderWay(atMs, event) ? Math.max(atMs, event.occurredAtMs) : atMs)
}

/**
 * A long film is watched until its end, not only when it begins: what a session gains counts when it was gained. Any other play of
 * the title that gains with it counts when that was.
 */
function isUnderWay(atMs: number, { kind }: ViewerEvent): boolean {
  return kind?.$case === 'watch' && kind.value.sessionStartedAtMs === atMs
}
