import type { Metrics } from '@upnext/service-kit'
import type { Outcome } from './outcome.ts'
import type { Endpoint } from './rejections.ts'

/** Reason of those that were not refused. */
const KEPT = 'none'

/** What the collector counts. No label holds anything that a sender made up. */
export type CollectorMetrics = ReturnType<typeof createCollectorMetrics>

export function createCollectorMetrics(all: Metrics) {
  // In the standalone process the registry belongs to somebody else.
  const metrics = all.forService('collector')
  const events = metrics.counter('events_total', 'Events and items received, by what became of them.', [
    'endpoint',
    'result',
    'reason',
  ])
  const unknownFields = metrics.counter(
    'unknown_fields_total',
    'Fields that nobody here knows: a newer client, or a mistyped name.',
    ['endpoint'],
  )
  return {
    requests: metrics.counter('requests_total', 'Requests, by status.', ['endpoint', 'status']),
    ackSeconds: metrics.histogram('ack_seconds', 'From a request to its 202.', ['endpoint']),
    bodyBytes: metrics.counter('body_bytes_total', 'Bytes of bodies as they were sent.', ['endpoint']),
    inFlightBytes: metrics.gauge('in_flight_bytes', 'Bytes of bodies in memory, at most.'),
    rejectionsLost: metrics.counter('rejections_lost_total', 'Rejected events that did not reach their topic.', [
      'why',
    ]),

    count(endpoint: Endpoint, outcomes: readonly Outcome[]): void {
      // Summed up first: finding a counter by its labels costs more than counting.
      const byReason = new Map<string, number>()
      let unknown = 0
      for (const outcome of outcomes) {
        const reason = outcome.status === 'rejected' ? outcome.rejection.reason : KEPT
        byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
        if (outcome.status === 'accepted') unknown += outcome.unknownFields
      }
      for (const [reason, count] of byReason)
        events.inc({ endpoint, result: reason === KEPT ? 'accepted' : 'rejected', reason }, count)
      unknownFields.inc({ endpoint }, unknown)
    },
    countUnknownFields(endpoint: Endpoint, count: number): void {
      unknownFields.inc({ endpoint }, count)
    },
  }
}
