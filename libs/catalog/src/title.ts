/** A title as the catalogue keeps it in memory: what rules, rows and reasons read. Descriptions stay in the log. */
import { fingerprintOf } from '@upnext/contracts'
import type { AvailabilityWindow, CatalogItem, ItemHash, ItemKind, Person, Regions } from '@upnext/contracts'

/** Where a title may be shown. Said explicitly: no countries is nowhere, unless it is everywhere. */
export interface TitleRegions {
  readonly everywhere: boolean
  readonly countries: readonly string[]
}

export interface CatalogTitle {
  readonly hash: ItemHash
  /** First u32 of the hash, as profiles keep what was seen. */
  readonly fingerprint: number
  readonly itemId: string
  readonly title: string
  readonly kind: ItemKind
  /** '' where the title belongs to no series. */
  readonly seriesId: string
  readonly seasonNumber: number | null
  readonly episodeNumber: number | null
  readonly genres: readonly string[]
  readonly tags: readonly string[]
  readonly people: readonly Person[]
  readonly franchise: string
  readonly year: number | null
  readonly languages: readonly string[]
  readonly durationS: number | null
  /** `null`: unknown. 0: all ages. */
  readonly maturityAge: number | null
  /** `null`: unknown. */
  readonly regions: TitleRegions | null
  /** Empty: at any time. */
  readonly windows: readonly AvailabilityWindow[]
  readonly artworkUrl: string
  /** `null`: unknown. */
  readonly tiers: TitleTiers | null
  /** `null`: unknown. */
  readonly madeForKids: boolean | null
  /** How it can be had outside the subscription. */
  readonly offer: TitleOffer
  readonly revision: number
  readonly withdrawn: boolean
}

export interface TitleOffer {
  readonly rent: boolean
  readonly buy: boolean
}

export interface TitleTiers {
  readonly every: boolean
  readonly names: readonly string[]
}

/** Hands out one array for all equal ones: catalogues repeat few genres, languages and countries very often. */
export type ShareWords = (words: readonly string[]) => readonly string[]

export function createShareWords(): ShareWords {
  const shared = new Map<string, readonly string[]>()
  return (words) => {
    const key = JSON.stringify(words)
    const known = shared.get(key)
    if (known !== undefined) return known
    const kept = Object.freeze([...words])
    shared.set(key, kept)
    return kept
  }
}

export function toTitle(item: CatalogItem, hash: ItemHash, share: ShareWords): CatalogTitle {
  return {
    hash,
    fingerprint: fingerprintOf(hash),
    itemId: item.itemId,
    title: item.title,
    kind: item.kind,
    seriesId: item.seriesId,
    seasonNumber: item.seasonNumber ?? null,
    episodeNumber: item.episodeNumber ?? null,
    genres: share(item.genres),
    tags: share(item.tags),
    people: item.people.map(({ name, role }) => ({ name, role })),
    franchise: item.franchise,
    year: item.year ?? null,
    languages: share(item.languages),
    durationS: item.durationS ?? null,
    maturityAge: item.maturityAge ?? null,
    regions: item.regions === undefined ? null : toRegions(item.regions, share),
    windows: item.windows.map((window) => ({ ...window, countries: [...window.countries] })),
    artworkUrl: item.artworkUrl,
    tiers: item.tiers === undefined ? null : { every: item.tiers.every, names: share(item.tiers.names) },
    madeForKids: item.madeForKids ?? null,
    offer: { rent: item.offer?.rent ?? false, buy: item.offer?.buy ?? false },
    revision: item.revision,
    withdrawn: item.withdrawn,
  }
}

function toRegions(regions: Regions, share: ShareWords): TitleRegions {
  return { everywhere: regions.everywhere, countries: share(regions.countries) }
}
