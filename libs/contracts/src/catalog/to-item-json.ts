import type {
  AvailabilityWindow,
  CatalogItem,
  Offer,
  Person,
  Regions,
  Tiers,
} from '../gen/upnext/catalog/v1/catalog_item.ts'
import { ITEM_KINDS, wordOf } from '../events/words.ts'
import { text, withoutAbsent } from '../events/to-event-json.ts'
import type { ItemJson } from './item-schema.ts'

/** The JSON form of a catalogue item, for people and exports. `null` where this version has no word for its kind. */
export function toItemJson(item: CatalogItem): ItemJson | null {
  const kind = wordOf(ITEM_KINDS, item.kind)
  if (kind === undefined) return null
  return withoutAbsent<ItemJson>({
    item: item.itemId,
    title: item.title,
    kind,
    series: text(item.seriesId),
    season: item.seasonNumber,
    episode: item.episodeNumber,
    genres: some(item.genres),
    tags: some(item.tags),
    people: some(item.people.map(toPerson)),
    franchise: text(item.franchise),
    year: item.year,
    languages: some(item.languages),
    duration_s: item.durationS,
    maturity_age: item.maturityAge,
    regions: toRegions(item.regions),
    windows: some(item.windows.map(toWindow)),
    artwork_url: text(item.artworkUrl),
    tiers: toTiers(item.tiers),
    made_for_kids: item.madeForKids,
    offers: toOffers(item.offer),
    description: text(item.description),
    revision: item.revision,
    withdrawn: item.withdrawn ? true : undefined,
  })
}

function toPerson(person: Person) {
  return withoutAbsent({ name: person.name, role: text(person.role) })
}

function toWindow(window: AvailabilityWindow) {
  return withoutAbsent({ starts_at: window.startsAtMs, ends_at: window.endsAtMs, countries: some(window.countries) })
}

function toRegions(regions: Regions | undefined): ItemJson['regions'] {
  if (regions === undefined) return undefined
  return regions.everywhere ? 'everywhere' : regions.countries
}

function toTiers(tiers: Tiers | undefined): ItemJson['tiers'] {
  if (tiers === undefined) return undefined
  return tiers.every ? 'every' : tiers.names
}

function toOffers(offer: Offer | undefined): ItemJson['offers'] {
  if (offer === undefined) return undefined
  return some([...(offer.rent ? (['rent'] as const) : []), ...(offer.buy ? (['buy'] as const) : [])])
}

function some<Value>(list: Value[]): Value[] | undefined {
  return list.length === 0 ? undefined : list
}
