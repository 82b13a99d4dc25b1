/** Events of viewers in the experiment "rows", as an app would send them that echoes what it was told. */
import { Impression, Select, ViewerEvent, Watch, encodeViewerEvent, itemHash, trackingEncoder } from '@upnext/contracts'
import type { WatchPhase } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'

export const T0 = 1_800_000_000_000
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

type Kind = NonNullable<ViewerEvent['kind']>

export interface Place {
  readonly page: string
  readonly row: string
  readonly variant: string
}

/** Received a second after it happened. */
export function record(viewer: string, kind: Kind, atMs = T0): NewRecord {
  const times = { occurredAtMs: atMs, receivedAtMs: atMs + 1000 }
  return encodeViewerEvent(ViewerEvent.fromPartial({ viewer: viewer.padEnd(22, '-'), kind, ...times }))
}

function encoderOf({ page, row, variant }: Place) {
  return trackingEncoder({
    modelId: 'm',
    rowsVersion: '1',
    variant: variant === '' ? '' : `other=x,rows=${variant}`,
    pageId: page,
    rowId: row,
    rowType: 1,
    answeredAtMs: T0,
  })
}

export function itemTracking(place: Place, itemId: string, position = 0): string {
  return encoderOf(place).item({ hash: itemHash(itemId), position, reasonType: 1, propensity: 1 })
}

export function shown(place: Place, items: readonly string[]): Kind {
  const value = {
    pageId: place.page,
    rowId: place.row,
    tracking: encoderOf(place).row,
    items: items.map((itemId, position) => ({ itemId, tracking: itemTracking(place, itemId, position) })),
  }
  return { $case: 'impression', value: Impression.fromPartial(value) }
}

/** `how`: what the app echoes. */
export function picked(place: Place, itemId: string, how: 'tracking' | 'ids' = 'tracking'): Kind {
  const said = how === 'tracking' ? { tracking: itemTracking(place, itemId) } : { pageId: place.page, rowId: place.row }
  return { $case: 'select', value: Select.fromPartial({ itemId, ...said }) }
}

export function watched(
  itemId: string,
  sessionId: string,
  sessionStartedAtMs: number,
  positionS: number,
  phase: WatchPhase,
): Kind {
  const value = { itemId, sessionId, sessionStartedAtMs, positionS, durationS: 5400, phase }
  return { $case: 'watch', value: Watch.fromPartial(value) }
}
