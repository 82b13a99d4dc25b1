/** A row as the event that the product would have had. */
import { Rating, Source, ViewerEvent, Watch, WatchPhase } from '@upnext/contracts'
import type { Dataset } from './data/dataset.ts'
import type { Rows } from './data/rows.ts'
import { toStars } from './data/stars.ts'

/**
 * A row with a rating is a rating; every other one is a sitting of its own, of known length where the file says so. `row`
 * tells sittings of one instant apart.
 */
export function toEvent(dataset: Dataset, rows: Rows, row: number): ViewerEvent {
  const occurredAtMs = rows.atMs[row] ?? 0
  return ViewerEvent.fromPartial({
    viewer: dataset.viewers[rows.viewers[row] ?? 0] ?? '',
    occurredAtMs,
    receivedAtMs: occurredAtMs,
    source: Source.SOURCE_BACKFILL,
    kind: kindOf(dataset, rows, row, occurredAtMs),
  })
}

function kindOf(dataset: Dataset, rows: Rows, row: number, atMs: number): NonNullable<ViewerEvent['kind']> {
  const itemId = dataset.itemIds[rows.items[row] ?? 0] ?? ''
  const stars = dataset.ungraded === true ? null : toStars(rows.ratings[row] ?? Number.NaN, dataset.ratingMax)
  if (stars !== null) {
    return { $case: 'rating', value: Rating.fromPartial({ itemId, value: { $case: 'halfStars', value: stars * 2 } }) }
  }
  const watch = Watch.fromPartial({
    itemId,
    positionS: Math.round(rows.positionS[row] ?? 0),
    durationS: Math.round(rows.durationS[row] ?? 0),
    sessionId: String(row),
    sessionStartedAtMs: atMs,
    phase: WatchPhase.WATCH_PHASE_STOP,
  })
  return { $case: 'watch', value: watch }
}
