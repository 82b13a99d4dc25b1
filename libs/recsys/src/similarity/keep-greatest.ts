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

/** So few are sorted, and what is left after so many rounds: scores of a very long tail. */
const FEW = 32
const MOST_ROUNDS = 8
const counts = new Uint32Array(512)

/**
 * The n-th greatest of the first `size`, 1: the greatest; `n` from 1 to `size`. Counts them by buckets as wide as each other, the greatest first,
 * and goes on with the one bucket in which the wanted one is. For what is spread as cosines and counts are, half of the time of a quickselect:
 * nothing depends on which of two scores is greater, so the processor has nothing to guess.
 */
export function nthGreatest(scores: Float64Array, size: number, n: number): number {
  if (size > work.length) work = new Float64Array(2 * size)
  let [from, left, place] = [scores, size, n]
  for (let round = 0; left > FEW && round < MOST_ROUNDS; round++) {
    const { least, most, scale } = countByBucket(from, left)
    if (least === most) return most
    let wanted = 0
    while (wanted < counts.length && place > (counts[wanted] ?? 0)) place -= counts[wanted++] ?? 0
    let kept = 0
    for (let at = 0; at < left; at++) {
      const score = from[at] ?? 0
      work[kept] = score
      if ((((most - score) * scale) | 0) === wanted) kept += 1
    }
    from = work
    left = kept
  }
  if (from === scores) work.set(scores.subarray(0, left))
  return work.subarray(0, left).sort()[left - place] ?? 0
}

/** Bucket of a score: (most - score) * scale, without its fraction; what is no number is 0. */
function countByBucket(scores: Float64Array, size: number): { least: number; most: number; scale: number } {
  let [least, most] = [Infinity, -Infinity]
  for (let at = 0; at < size; at++) {
    const score = scores[at] ?? 0
    if (score < least) least = score
    if (score > most) most = score
  }
  const scale = (counts.length - 1) / (most - least)
  counts.fill(0)
  for (let at = 0; at < size; at++) {
    const bucket = ((most - (scores[at] ?? 0)) * scale) | 0
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { least, most, scale }
}
