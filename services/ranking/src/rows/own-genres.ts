/** What a viewer likes, by genre. */
import type { Catalog } from '@upnext/catalog'
import type { HistoryTitle } from '../facts/history.ts'

/** Titles that are asked, the newest, and genres that are answered. */
const MOST_TITLES = 20
const MOST_GENRES = 3

/** The genres of the newest liked titles, those that weigh most first; equal ones by name. */
export function ownGenres(history: readonly HistoryTitle[], catalog: Pick<Catalog, 'byHash'>): string[] {
  const weights = new Map<string, number>()
  const liked = history.filter(({ weight }) => weight > 0)
  for (const { hash, weight } of liked.slice(0, MOST_TITLES)) {
    for (const genre of catalog.byHash(hash)?.genres ?? []) weights.set(genre, (weights.get(genre) ?? 0) + weight)
  }
  const inOrder = [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return inOrder.slice(0, MOST_GENRES).map(([genre]) => genre)
}
