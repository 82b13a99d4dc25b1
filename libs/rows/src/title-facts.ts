/** What an expression may ask of a title: the names, their types, and where they come from. */
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'

export interface TitleFact {
  readonly name: string
  /** In the Common Expression Language. */
  readonly type: 'string' | 'int' | 'bool' | 'list<string>'
  readonly about: string
  /** `undefined`: the catalogue does not say. */
  of(title: CatalogTitle): FactValue | undefined
}

/** Whole numbers are bigints in the Common Expression Language. */
export type FactValue = string | bigint | boolean | readonly string[]

export const TITLE_FACTS: readonly TitleFact[] = [
  { name: 'item_id', type: 'string', about: "the app's own id", of: ({ itemId }) => itemId },
  { name: 'title', type: 'string', about: 'its name', of: ({ title }) => title },
  {
    name: 'kind',
    type: 'string',
    about: '"movie", "series", "season" or "episode"',
    of: ({ kind }) => KINDS.get(kind),
  },
  {
    name: 'series_id',
    type: 'string',
    about: 'the series that it is a part of; "": of none',
    of: ({ seriesId }) => seriesId,
  },
  { name: 'genres', type: 'list<string>', about: 'as the catalogue spells them', of: ({ genres }) => genres },
  { name: 'tags', type: 'list<string>', about: 'as the catalogue spells them', of: ({ tags }) => tags },
  { name: 'people', type: 'list<string>', about: 'names, whatever their part', of: ({ people }) => people.map(nameOf) },
  {
    name: 'directors',
    type: 'list<string>',
    about: 'names of those whose role is "director"',
    of: ({ people }) => people.filter(({ role }) => role === 'director').map(nameOf),
  },
  { name: 'franchise', type: 'string', about: '"": none', of: ({ franchise }) => franchise },
  { name: 'languages', type: 'list<string>', about: 'BCP 47', of: ({ languages }) => languages },
  { name: 'year', type: 'int', about: 'may be unknown', of: ({ year }) => whole(year) },
  { name: 'duration_s', type: 'int', about: 'in seconds; may be unknown', of: ({ durationS }) => whole(durationS) },
  {
    name: 'maturity_age',
    type: 'int',
    about: 'in years, 0: all ages; may be unknown',
    of: ({ maturityAge }) => whole(maturityAge),
  },
  { name: 'made_for_kids', type: 'bool', about: 'may be unknown', of: ({ madeForKids }) => madeForKids ?? undefined },
  { name: 'rent', type: 'bool', about: 'whether it is for rent', of: ({ offer }) => offer.rent },
  { name: 'buy', type: 'bool', about: 'whether it is for sale', of: ({ offer }) => offer.buy },
]

const KINDS: ReadonlyMap<ItemKind, string> = new Map([
  [ItemKind.ITEM_KIND_MOVIE, 'movie'],
  [ItemKind.ITEM_KIND_SERIES, 'series'],
  [ItemKind.ITEM_KIND_SEASON, 'season'],
  [ItemKind.ITEM_KIND_EPISODE, 'episode'],
])

function nameOf({ name }: { readonly name: string }): string {
  return name
}

function whole(value: number | null): bigint | undefined {
  return value === null || !Number.isFinite(value) ? undefined : BigInt(Math.trunc(value))
}
