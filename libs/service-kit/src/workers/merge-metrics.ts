import { AggregatorRegistry } from 'prom-client'
import type { MetricsJson } from '../metrics.ts'

/**
 * One exposition of a primary process and its workers, whose metrics get the label `worker`. They are not added up: a counter of one that
 * was replaced starts anew, which a sum would show as a fall and Prometheus would take for a restart of all.
 */
export async function mergeMetrics(
  own: MetricsJson,
  workers: ReadonlyMap<string, MetricsJson>,
): Promise<{ contentType: string; text: string }> {
  const labelled = [...workers].map(([worker, metrics]) => metrics.map((metric) => withLabel(metric, worker)))
  const merged = AggregatorRegistry.aggregate([own.map(asItIs), ...labelled])
  return { contentType: merged.contentType, text: await merged.metrics() }
}

type MetricJson = MetricsJson[number]

function withLabel(metric: MetricJson, worker: string): MetricJson {
  return asItIs({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker } })),
  })
}

/** No two values have the same labels: there is nothing to aggregate, and nothing to leave out because it cannot be. */
function asItIs(metric: MetricJson): MetricJson {
  return { ...metric, aggregator: 'sum' }
}
