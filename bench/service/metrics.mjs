// What a service says of itself at /metrics, to look figures up in.

import { round } from '../quantiles.mjs'

/** `sum(name, labels)`: of all series of that name that have these labels; `by(name, label)`: the sums for each value of one. */
export async function metricsOf(http) {
  const text = await (await fetch(`${http}/metrics`)).text()
  const series = text.split('\n').flatMap((line) => {
    const match = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line)
    if (match === null) return []
    const labels = Object.fromEntries(
      [...(match[2] ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    )
    return [{ name: match[1], labels, value: Number(match[3]) }]
  })
  const find = (name, wanted = {}) =>
    series.filter(
      (one) => one.name === name && Object.entries(wanted).every(([label, value]) => one.labels[label] === value),
    )
  return {
    sum: (name, wanted) => find(name, wanted).reduce((total, { value }) => total + value, 0),
    by: (name, label) => {
      const sums = new Map()
      for (const { labels, value } of find(name)) sums.set(labels[label], (sums.get(labels[label]) ?? 0) + value)
      return sums
    },
  }
}

/** How much of a figure has come between two looks, for each value of a label. */
function grownBy(before, after, name, label) {
  const was = before.by(name, label)
  return new Map([...after.by(name, label)].map(([value, sum]) => [value, sum - (was.get(value) ?? 0)]))
}

/**
 * What the service has answered while some work was done, all of its workers together. Of h2load's own counts a refused call is one like
 * any other. The process that forks workers has its figures without the label, and answers nothing.
 */
export async function answeredDuring(service, work) {
  const before = await service.metrics()
  const from = performance.now()
  const result = await work()
  const seconds = (performance.now() - from) / 1000
  const after = await service.metrics()
  const grown = (name, labels) => after.sum(name, labels) - before.sum(name, labels)
  const cpu = grownBy(before, after, 'process_cpu_seconds_total', 'worker')
  if (cpu.size > 1) cpu.delete(undefined)
  const cpuSeconds = [...cpu.values()].reduce((sum, used) => sum + used, 0)
  const answered = grown('upnext_ranking_grpc_seconds_count', { code: 'OK' })
  return {
    result,
    seconds,
    perSecond: round(answered / seconds),
    perCpuSecond: round(answered / cpuSeconds),
    coresUsed: round(cpuSeconds / seconds),
    refusedPerSecond: round(grown('upnext_ranking_grpc_overloaded_total') / seconds),
    takenPerSecond: round(grown('upnext_ranking_grpc_seconds_count') / seconds),
    byWorker: [...grownBy(before, after, 'upnext_ranking_grpc_seconds_count', 'worker').values()],
  }
}
