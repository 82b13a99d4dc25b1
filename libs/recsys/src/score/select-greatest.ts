/**
 * The greatest of some hundred values, by bins, and by sorting only within the bin that the border runs through. Comparing each value
 * with a border, as a heap or a partition does, is a guess that the processor gets wrong half of the time, and takes three times as long.
 */

/** Values of like size fall into one. The last has the greatest value alone. */
const BINS = 64
const counts = new Uint32Array(BINS + 1)

/**
 * Moves the `count` greatest of the first `size` values to the front, in no order, and answers the least of them; what else stood there
 * may be lost. All are greater than 0, and `most` is the greatest. 1 <= count <= size <= the length of `spare`.
 */
export function selectGreatest(
  values: Float64Array,
  size: number,
  count: number,
  most: number,
  spare: Float64Array,
): number {
  const perBin = BINS / most
  counts.fill(0)
  for (let at = 0; at < size; at++) {
    const bin = ((values[at] ?? 0) * perBin) | 0
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  let border = BINS
  let above = 0
  for (let here = counts[border] ?? 0; above + here < count; here = counts[--border] ?? 0) above += here
  let kept = 0
  let atBorder = 0
  for (let at = 0; at < size; at++) {
    const value = values[at] ?? 0
    const bin = (value * perBin) | 0
    if (bin > border) values[kept++] = value
    else if (bin === border) spare[atBorder++] = value
  }
  sortDescending(spare, atBorder)
  for (let at = 0; kept < count; at++) values[kept++] = spare[at] ?? 0
  return spare[count - above - 1] ?? 0
}

/** By insertion: there are few. */
function sortDescending(values: Float64Array, size: number): void {
  for (let end = 1; end < size; end++) {
    const value = values[end] ?? 0
    let at = end
    for (; at > 0 && (values[at - 1] ?? 0) < value; at--) values[at] = values[at - 1] ?? 0
    values[at] = value
  }
}
