// Reading what benches print.

/** The figure at a path such as `value.p99` or `bytesPerProfile.50`; undefined where there is none. */
export function figureAt(result, path) {
  const found = path.split('.').reduce((inner, name) => inner?.[name], result)
  return typeof found === 'number' ? found : undefined
}

/** All spreads, all times and all other numbers of a result, each with its path, in the order in which they stand there. */
export function figuresOf(result) {
  const found = { spreads: [], times: [], numbers: [] }
  collect(result, [], found)
  return found
}

function collect(value, path, found) {
  if (typeof value === 'number') found.numbers.push({ path: path.join('.'), value })
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return
  if ('median' in value) found.spreads.push({ path: path.join('.'), ...value })
  else if ('p50' in value && 'p99' in value && typeof value.p50 === 'number')
    found.times.push({ path: path.join('.'), ...value })
  else for (const [name, inner] of Object.entries(value)) collect(inner, [...path, name], found)
}
