/** A title as the catalogue keeps it in memory: what rules, rows and reasons read. Descriptions stay in the log. */
import { fingerprintOf } from '@upnext/contracts'
import type { AvailabilityWindow, CatalogItem, ItemHash, ItemKind, Person, Regions } from '@upnext/contracts'

/** Where a title may be shown. Said explicitly: no countries is nowhere, unless it is everywhere. */
export interface TitleRegions {
  readonly everywhere: boolean
  readonly countries: readonly string[]
}

export interface CatalogTitle {
  /** In the order in which the catalogue's titles first came, from 0 on; the same for every document of a title. */
  readonly number: number
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

/** Hands out one value for all equal ones: catalogues repeat few genres, languages, countries and tiers very often. */
export type Share = <T extends object>(value: T) => T

export function createShare(): Share {
  const shared = new Map<string, object>()
  return <T extends object>(value: T): T => {
    const key = JSON.stringify(value)
    const known = shared.get(key)
    // Values of equal JSON are of one type: arrays of words, or objects of the same fields.
    if (known !== undefined) return known as T
    const kept = Object.freeze(value)
    shared.set(key, kept)
    return kept
  }
}

/**
 * What rules ask comes first, and values are shared: rules are asked about a thousand titles for a page, each of them far memory, and so
 * they read half as much of it.
 */
export function toTitle(item: CatalogItem, hash: ItemHash, share: Share, number = 0): CatalogTitle {
  return {
    number,
    kind: item.kind,
    withdrawn: item.withdrawn,
    regions: item.regions === undefined ? null : share(toRegions(item.regions, share)),
    windows: item.windows.length === 0 ? NO_WINDOWS : item.windows.map((window) => toWindow(window, share)),
    maturityAge: item.maturityAge ?? null,
    madeForKids: item.madeForKids ?? null,
    hash,
    fingerprint: fingerprintOf(hash),
    languages: share([...item.languages]),
    tiers: item.tiers === undefined ? null : share({ every: item.tiers.every, names: share([...item.tiers.names]) }),
    genres: share([...item.genres]),
    itemId: item.itemId,
    title: item.title,
    seriesId: item.seriesId,
    seasonNumber: item.seasonNumber ?? null,
    episodeNumber: item.episodeNumber ?? null,
    tags: share([...item.tags]),
    people: item.people.map(({ name, role }) => ({ name, role })),
    franchise: item.franchise,
    year: item.year ?? null,
    durationS: item.durationS ?? null,
    artworkUrl: item.artworkUrl,
    offer: share({ rent: item.offer?.rent ?? false, buy: item.offer?.buy ?? false }),
    revision: item.revision,
  }
}

const NO_WINDOWS: readonly AvailabilityWindow[] = Object.freeze([])

function toWindow(window: AvailabilityWindow, share: Share): AvailabilityWindow {
  return { ...window, countries: share([...window.countries]) }
}

function toRegions(regions: Regions, share: Share): TitleRegions {
  return { everywhere: regions.everywhere, countries: share([...regions.countries]) }
}
