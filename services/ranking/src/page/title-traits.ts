/** What makes titles alike, as small numbers that lists are put in order by. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ListTraits } from '@upnext/recsys'

/** Those of a title are found once, and forgotten with it. */
export type TraitsOf = (title: CatalogTitle) => ListTraits

export function createTraits(): TraitsOf {
  const known = new WeakMap<CatalogTitle, ListTraits>()
  const genres = createNumbering()
  const people = createNumbering()
  const groups = createNumbering()
  return (title) => {
    const before = known.get(title)
    if (before !== undefined) return before
    const traits: ListTraits = {
      genres: [...new Set(title.genres.map(genres))],
      people: [...new Set(title.people.map(({ name }) => people(name)))],
      group: title.franchise === '' ? -1 : groups(title.franchise),
    }
    known.set(title, traits)
    return traits
  }
}

/** Gives every word a number, from 0 on. */
function createNumbering(): (word: string) => number {
  const numbers = new Map<string, number>()
  return (word) => {
    const known = numbers.get(word)
    if (known !== undefined) return known
    numbers.set(word, numbers.size)
    return numbers.size - 1
  }
}
