import { FUTURE_TOLERANCE_MS } from '@upnext/contracts'
import type { ParsedEvent, Rejection } from '@upnext/contracts'

export interface TimeLimits {
  readonly maxLatenessMs: number | null
}

/**
 * Times that no honest clock says. This is the only place that checks them: what is in the log is folded as it is, so a time
 * far ahead would outweigh everything that the viewer ever does.
 */
export function timeRejection(event: ParsedEvent, receivedAtMs: number, limits: TimeLimits): Rejection | null {
  const latest = receivedAtMs + FUTURE_TOLERANCE_MS
  if (event.occurred_at > latest) return ahead('/occurred_at')
  if (event.kind === 'watch' && event.session_started_at > latest) return ahead('/session_started_at')
  if (event.kind === 'retire' && event.through > latest) return ahead('/through')
  const isLive = event.source !== 'backfill'
  const { maxLatenessMs } = limits
  if (isLive && maxLatenessMs !== null && event.occurred_at < receivedAtMs - maxLatenessMs)
    return {
      reason: 'time_past',
      pointer: '/occurred_at',
      detail: `more than ${maxLatenessMs / 1000} s ago; history is sent with source "backfill"`,
    }
  return null
}

function ahead(pointer: string): Rejection {
  return { reason: 'time_future', pointer, detail: `more than ${FUTURE_TOLERANCE_MS / 60_000} min ahead of our clock` }
}
