/** Keeps the best few of many scored titles, without sorting them all. */
export interface TopK {
  /** Would this title be among the best so far? Ask before paying for anything. */
  accepts(item: number, score: number): boolean
  /** Scores below this one are not accepted: a first look that costs nothing. */
  least(): number
  /** Adds a title that was accepted. */
  add(item: number, score: number): void
  /** Best first; empties. */
  drain(): Ranked
}

export interface Ranked {
  readonly items: Uint32Array
  readonly scores: Float64Array
}

/**
 * The greatest `limit` scores; equal scores stand in the order of `compareItems`, which must tell any two titles apart, so
 * that the answer does not depend on the order of adding. A heap with the worst on top: O(log limit) for each title taken.
 */
export function createTopK(limit: number, compareItems: (a: number, b: number) => number): TopK {
  const room = Math.max(0, Math.floor(limit))
  const items = new Uint32Array(room)
  const scores = new Float64Array(room)
  let size = 0

  const comesAfter = (itemA: number, scoreA: number, itemB: number, scoreB: number): boolean =>
    scoreA === scoreB ? compareItems(itemA, itemB) > 0 : scoreA < scoreB
  const isWorse = (a: number, b: number): boolean =>
    comesAfter(items[a] ?? 0, scores[a] ?? 0, items[b] ?? 0, scores[b] ?? 0)
  const swap = (a: number, b: number): void => {
    const item = items[a] ?? 0
    const score = scores[a] ?? 0
    items[a] = items[b] ?? 0
    scores[a] = scores[b] ?? 0
    items[b] = item
    scores[b] = score
  }
  const rise = (start: number): void => {
    for (let at = start; at > 0;) {
      const parent = (at - 1) >> 1
      if (!isWorse(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }
  const sink = (): void => {
    for (let at = 0; ;) {
      const left = 2 * at + 1
      const right = left + 1
      let worst = at
      if (left < size && isWorse(left, worst)) worst = left
      if (right < size && isWorse(right, worst)) worst = right
      if (worst === at) return
      swap(at, worst)
      at = worst
    }
  }

  return {
    least: () => (size < room ? -Infinity : room > 0 ? (scores[0] ?? 0) : Infinity),
    accepts: (item, score) => {
      if (size < room) return true
      return room > 0 && comesAfter(items[0] ?? 0, scores[0] ?? 0, item, score)
    },
    add: (item, score) => {
      const full = size === room
      const at = full ? 0 : size++
      items[at] = item
      scores[at] = score
      if (full) sink()
      else rise(at)
    },
    drain: () => {
      const ranked = { items: new Uint32Array(size), scores: new Float64Array(size) }
      while (size > 0) {
        size -= 1
        ranked.items[size] = items[0] ?? 0
        ranked.scores[size] = scores[0] ?? 0
        swap(0, size)
        sink()
      }
      return ranked
    },
  }
}
