/** A viewer's titles, each once, by their newest play, while plays are added one after the other. */
export interface RecentTitles {
  size(): number
  /** Newest first. */
  readonly titles: readonly number[]
  readonly weights: readonly number[]
  readonly times: readonly number[]
  /** Puts the title first. */
  add(title: number, weight: number, atMs: number): void
  /** Place of a title, 0: newest; -1: not there. */
  readonly placeOf: (title: number) => number
}

/** Keeps at most `limit` titles, the newest. */
export function createRecentTitles(limit = Infinity): RecentTitles {
  const titles: number[] = []
  const weights: number[] = []
  const times: number[] = []
  return {
    titles,
    weights,
    times,
    size: () => titles.length,
    placeOf: (title) => titles.indexOf(title),
    add: (title, weight, atMs) => {
      const place = titles.indexOf(title)
      if (place >= 0) {
        titles.splice(place, 1)
        weights.splice(place, 1)
        times.splice(place, 1)
      }
      titles.unshift(title)
      weights.unshift(weight)
      times.unshift(atMs)
      if (titles.length <= limit) return
      titles.pop()
      weights.pop()
      times.pop()
    },
  }
}
