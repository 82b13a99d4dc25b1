// What a service says of itself at /metrics, to look figures up in.

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
export function grownBy(before, after, name, label) {
  const was = before.by(name, label)
  return new Map([...after.by(name, label)].map(([value, sum]) => [value, sum - (was.get(value) ?? 0)]))
}
