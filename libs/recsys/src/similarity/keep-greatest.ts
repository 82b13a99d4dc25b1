/** Which of many scored titles are the best few hundred, in the order they came in: faster than a heap where many are kept. */

let work = new Float64Array(0)

/**
 * Moves the titles with the `limit` greatest scores to the front, in the order they stand in; of equal scores those that stand first.
 * Answers how many there are. Scores move with them. O(size).
 */
export function keepGreatest(items: Uint32Array, scores: Float64Array, size: number, limit: number): number {
  if (size <= limit) return size
  const least = limit > 0 ? nthGreatest(scores, size, limit) : Infinity
  let greater = 0
  for (let at = 0; at < size; at++) if ((scores[at] ?? 0) > least) greater += 1
  let equalsLeft = limit - greater
  let kept = 0
  for (let at = 0; at < size; at++) {
    const score = scores[at] ?? 0
    if (score < least || (score === least && equalsLeft-- <= 0)) continue
    items[kept] = items[at] ?? 0
    scores[kept] = score
    kept += 1
  }
  return kept
}

/** The n-th greatest of the first `size`, 1: the greatest. Quickselect (Hoare 1961), the middle one of three as pivot. */
export function nthGreatest(scores: Float64Array, size: number, n: number): number {
  if (size > work.length) work = new Float64Array(2 * size)
  for (let at = 0; at < size; at++) work[at] = scores[at] ?? 0
  const place = n - 1
  let [first, last] = [0, size - 1]
  while (first < last) {
    const pivot = middleOf(work[first] ?? 0, work[(first + last) >> 1] ?? 0, work[last] ?? 0)
    let [up, down] = [first, last]
    while (up <= down) {
      while ((work[up] ?? 0) > pivot) up += 1
      while ((work[down] ?? 0) < pivot) down -= 1
      if (up > down) break
      const value = work[up] ?? 0
      work[up++] = work[down] ?? 0
      work[down--] = value
    }
    if (place <= down) last = down
    else if (place >= up) first = up
    else break
  }
  return work[place] ?? 0
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
