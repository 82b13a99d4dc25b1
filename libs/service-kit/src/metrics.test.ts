import { expect, it } from '@jest/globals'
import { createMetrics } from './metrics.ts'

it('names metrics after their service, and shows them beside those of Node', async () => {
  const metrics = createMetrics('event-collector')
  metrics.counter('events_total', 'Events taken', ['result']).inc({ result: 'ok' }, 3)
  metrics.histogram('ack_seconds', 'Time to the answer').observe(0.2)
  metrics.gauge('queue_bytes', 'Bytes that wait').set(5)
  const { text, contentType } = await metrics.expose()
  expect(contentType).toContain('text/plain')
  expect(text).toContain('upnext_event_collector_events_total{result="ok"} 3')
  expect(text).toContain('upnext_event_collector_ack_seconds_bucket{le="0.25"} 1')
  expect(text).toContain('upnext_event_collector_queue_bytes 5')
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
})

it('gives the same metric again when asked for its name again', async () => {
  const metrics = createMetrics('trainer')
  metrics.counter('events_total', 'Events').inc()
  metrics.counter('events_total', 'Events').inc()
  expect((await metrics.expose()).text).toContain('upnext_trainer_events_total 2')
})

it('keeps the services of one process in one exposition', async () => {
  const metrics = createMetrics('standalone')
  metrics.forService('feature').gauge('lag_records', 'Records to go').set(7)
  expect((await metrics.expose()).text).toContain('upnext_feature_lag_records 7')
})
