/** Which tokens of a title's content are its genres. */
import type { ItemHash } from '@upnext/contracts'

const GENRE = /^genres?:/

/** Where no column is called genres, all content counts as such. */
export function genresIn(content: ReadonlyMap<ItemHash, readonly string[]>): (item: ItemHash) => readonly string[] {
  const tokensOf = (item: ItemHash): readonly string[] => content.get(item) ?? []
  const hasGenres = [...content.values()].some((tokens) => tokens.some((token) => GENRE.test(token)))
  return hasGenres ? (item) => tokensOf(item).filter((token) => GENRE.test(token)) : tokensOf
}
