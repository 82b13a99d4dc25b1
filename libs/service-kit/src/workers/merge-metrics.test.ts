import { expect, it } from '@jest/globals'
import { createMetrics } from '../metrics.ts'
import type { Metrics, MetricsJson } from '../metrics.ts'
import { mergeMetrics } from './merge-metrics.ts'

async function aWorker(calls: number): Promise<MetricsJson> {
  const metrics: Metrics = createMetrics('ranking')
  metrics.counter('calls_total', 'Calls', ['code']).inc({ code: 'OK' }, calls)
  metrics.histogram('seconds', 'Time').observe(0.2)
  // As it comes over a channel between processes.
  return JSON.parse(JSON.stringify(await metrics.toJson())) as MetricsJson
}

it('shows the metrics of each worker beside those of the primary, each family once', async () => {
  const own = createMetrics('ranking')
  own.gauge('workers_ready', 'Workers that take calls').set(2)
  const workers = new Map([
    ['1', await aWorker(3)],
    ['2', await aWorker(4)],
  ])
  const { text, contentType } = await mergeMetrics(await own.toJson(), workers)
  expect(contentType).toContain('text/plain')
  const lines = text.split('\n')
  expect(lines).toContain('upnext_ranking_calls_total{code="OK",worker="1"} 3')
  expect(lines).toContain('upnext_ranking_calls_total{code="OK",worker="2"} 4')
  expect(lines).toContain('upnext_ranking_seconds_bucket{le="0.25",worker="2"} 1')
  expect(lines).toContain('upnext_ranking_seconds_count{worker="1"} 1')
  expect(lines).toContain('upnext_ranking_workers_ready 2')
  // Of all three processes, though it could not be added up.
  expect(lines.filter((line) => line.startsWith('process_start_time_seconds'))).toHaveLength(3)
  const families = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2])
  expect(new Set(families).size).toBe(families.length)
})
