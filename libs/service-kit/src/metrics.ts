import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export type { Counter, Gauge, Histogram }

/** What a process has measured, as it travels to another one. */
export type MetricsJson = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** Seconds: from a memory read to the longest wait that a caller would bear. */
const LATENCY_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * The metrics of one service, each named `upnext_<service>_<name>`; the name ends in its unit (`_total`, `_seconds`, `_bytes`).
 * Asking again for a name gives the metric that is there. Labels have few values: never a viewer, an item or a title.
 */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>
  /** `buckets` default to latencies in seconds. */
  histogram<L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>
  /** Metrics of another service in this process, in the same exposition. */
  forService(service: string): Metrics
  /** The exposition text, and its content type. */
  expose(): Promise<{ contentType: string; text: string }>
  toJson(): Promise<MetricsJson>
}

/** Metrics of a service, with those of Node itself (event loop, heap, garbage collection). */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return metricsIn(registry, service)
}

function metricsIn(registry: Registry, service: string): Metrics {
  const fullName = (name: string): string => `upnext_${service.replaceAll('-', '_')}_${name}`
  const settings = <L extends string>(name: string, help: string, labels: readonly L[]) => ({
    name: fullName(name),
    help,
    labelNames: labels,
    registers: [registry],
  })
  return {
    counter<L extends string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
      const known = registry.getSingleMetric(fullName(name))
      return known instanceof Counter ? known : new Counter(settings(name, help, labels))
    },
    gauge<L extends string>(name: string, help: string, labels: readonly L[] = []): Gauge<L> {
      const known = registry.getSingleMetric(fullName(name))
      return known instanceof Gauge ? known : new Gauge(settings(name, help, labels))
    },
    histogram<L extends string>(
      name: string,
      help: string,
      labels: readonly L[] = [],
      buckets = LATENCY_BUCKETS,
    ): Histogram<L> {
      const known = registry.getSingleMetric(fullName(name))
      if (known instanceof Histogram) return known
      return new Histogram({ ...settings(name, help, labels), buckets: [...buckets] })
    },
    forService: (other) => metricsIn(registry, other),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    toJson: () => registry.getMetricsAsJSON(),
  }
}
