/**
 * Calibration@K (Steck 2018): KL(p || q~) in nats, p = how the history divides among genres, q = how the first K do,
 * q~ = 0.99 q + 0.01 p so that a missing genre is no division by zero. A title divides its one vote equally among its genres.
 * 0 is a list that mirrors the history; lower is better. `null` where history or list have no genres.
 */
export function calibration<Item>(
  list: readonly Item[],
  k: number,
  history: readonly Item[],
  genresOf: (item: Item) => readonly string[],
): number | null {
  const wanted = genreShares(history, genresOf)
  const shown = genreShares(list.slice(0, k), genresOf)
  if (wanted.size === 0 || shown.size === 0) return null
  let divergence = 0
  for (const [genre, p] of wanted) {
    divergence += p * Math.log(p / ((1 - SMOOTHING) * (shown.get(genre) ?? 0) + SMOOTHING * p))
  }
  return divergence
}

const SMOOTHING = 0.01

function genreShares<Item>(
  items: readonly Item[],
  genresOf: (item: Item) => readonly string[],
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>()
  let votes = 0
  for (const item of items) {
    const genres = genresOf(item)
    if (genres.length > 0) votes += 1
    for (const genre of genres) shares.set(genre, (shares.get(genre) ?? 0) + 1 / genres.length)
  }
  return new Map([...shares].map(([genre, share]) => [genre, share / votes]))
}
