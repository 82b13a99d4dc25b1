import type { CatalogItem, Offer, Regions, Tiers } from '../gen/upnext/catalog/v1/catalog_item.ts'
import { ITEM_KINDS } from '../events/words.ts'
import type { ParsedItem } from './item-schema.ts'

/** The item as it stands on the log. */
export function toCatalogItem(item: ParsedItem): CatalogItem {
  return {
    itemId: item.item,
    title: item.title,
    kind: ITEM_KINDS[item.kind],
    seriesId: item.series ?? '',
    seasonNumber: item.season,
    episodeNumber: item.episode,
    genres: item.genres ?? [],
    tags: item.tags ?? [],
    people: (item.people ?? []).map(({ name, role }) => ({ name, role: role ?? '' })),
    franchise: item.franchise ?? '',
    year: item.year,
    languages: item.languages ?? [],
    durationS: item.duration_s,
    maturityAge: item.maturity_age,
    regions: toRegions(item.regions),
    windows: (item.windows ?? []).map((window) => ({
      startsAtMs: window.starts_at,
      endsAtMs: window.ends_at,
      countries: window.countries ?? [],
    })),
    artworkUrl: item.artwork_url ?? '',
    tiers: toTiers(item.tiers),
    madeForKids: item.made_for_kids,
    description: item.description ?? '',
    revision: item.revision,
    withdrawn: item.withdrawn ?? false,
    offer: toOffer(item.offers),
  }
}

function toRegions(regions: ParsedItem['regions']): Regions | undefined {
  if (regions === undefined) return undefined
  return regions === 'everywhere' ? { everywhere: true, countries: [] } : { everywhere: false, countries: regions }
}

function toTiers(tiers: ParsedItem['tiers']): Tiers | undefined {
  if (tiers === undefined) return undefined
  return tiers === 'every' ? { every: true, names: [] } : { every: false, names: tiers }
}

function toOffer(offers: ParsedItem['offers'] = []): Offer | undefined {
  return offers.length === 0 ? undefined : { rent: offers.includes('rent'), buy: offers.includes('buy') }
}
