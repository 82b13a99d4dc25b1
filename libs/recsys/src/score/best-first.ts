/** Scored things, the best first, of which mostly only a few are asked for. */

/**
 * Answers the numbers `from` to `end` - 1 one by one, greatest score first, and -1 after the last. `comesBefore` tells any two of equal scores
 * apart. A heap: O(n) to begin with, and O(log n) for each one asked for.
 */
export function bestFirst(
  scores: Float64Array,
  from: number,
  end: number,
  comesBefore: (a: number, b: number) => boolean,
): () => number {
  const heap = new Uint32Array(Math.max(0, end - from))
  for (let at = 0; at < heap.length; at++) heap[at] = from + at
  let size = heap.length

  const isBetter = (a: number, b: number): boolean => {
    const scoreA = scores[a] ?? 0
    const scoreB = scores[b] ?? 0
    return scoreA === scoreB ? comesBefore(a, b) : scoreA > scoreB
  }
  const sink = (start: number): void => {
    const sinking = heap[start] ?? 0
    let at = start
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBetter(heap[child + 1] ?? 0, heap[child] ?? 0)) child += 1
      if (!isBetter(heap[child] ?? 0, sinking)) break
      heap[at] = heap[child] ?? 0
      at = child
    }
    heap[at] = sinking
  }

  for (let at = (size >> 1) - 1; at >= 0; at--) sink(at)
  return () => {
    if (size === 0) return -1
    const best = heap[0] ?? 0
    size -= 1
    heap[0] = heap[size] ?? 0
    sink(0)
    return best
  }
}
