/** What a viewer likes, by genre. */
import type { Asker } from '../facts/asker.ts'
import type { HistoryTitle } from '../facts/history.ts'
import type { RowContext } from './row-maker.ts'

/** Titles that are asked, the newest, and genres that are answered where nobody says how many. */
const MOST_TITLES = 20
const MOST_GENRES = 3

/** The genres of the newest liked titles, those that weigh most first; equal ones by name. */
export function ownGenres(
  { asker, catalog, history }: Pick<RowContext, 'asker' | 'catalog' | 'history'>,
  most = MOST_GENRES,
): string[] {
  const weights = new Map<string, number>()
  for (const { hash, weight } of likedTitles(history, asker).slice(0, MOST_TITLES)) {
    for (const genre of catalog.byHash(hash)?.genres ?? []) weights.set(genre, (weights.get(genre) ?? 0) + weight)
  }
  return heaviest(weights).slice(0, most)
}

/** Those of a history that were liked, in its order. What was called not interesting is liked no more, however long it was watched. */
export function likedTitles(history: readonly HistoryTitle[], { dismissed }: Pick<Asker, 'dismissed'>): HistoryTitle[] {
  return history.filter(({ hash, weight }) => weight > 0 && !dismissed.has(hash))
}

/** Genres by weight, equal ones by name. */
export function heaviest(weights: ReadonlyMap<string, number>): string[] {
  return [...weights].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([genre]) => genre)
}
