/** Histories and catalogues for tests of rows, said in ids, days and shares. */
import { CatalogItem, ItemKind, itemHash } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { Profile, RecentTitle } from '@upnext/profiles'
import { DAY_MS } from '../rows/day.ts'

/** That of the fake clock of the testkit, which only tests themselves may import. */
export const NOW = Date.UTC(2026, 0, 1)

export function daysAgo(days: number): number {
  return NOW - days * DAY_MS
}

export interface SessionParts {
  readonly daysAgo?: number
  /** Of 1000 seconds. */
  readonly share?: number
  readonly positionS?: number
  readonly durationS?: number
  readonly episode?: string
}

/** Sessions are said newest first; what is not said is a session of now, to the end. `code`: of a rating of now. */
export function aRecent(id: string, sessions: readonly SessionParts[] = [{}], code: number | null = null): RecentTitle {
  return {
    key: itemHash(id),
    sessions: sessions.map(({ daysAgo: days = 0, share = 1, episode, positionS, durationS = 1000 }) => ({
      atMs: daysAgo(days),
      session: 0,
      episode: episode === undefined ? '' : itemHash(episode),
      positionS: positionS ?? 1000 * share,
      durationS,
    })),
    rated: code === null ? null : { atMs: NOW, code },
  }
}

export function aProfileOf(entries: readonly RecentTitle[], parts: Partial<Profile> = {}): Profile {
  return { ...emptyProfile(), recent: { entries, horizon: null }, ...parts }
}

/** A series with episodes `<id>-1`, `<id>-2`, ... of its first season. */
export function aSeries(id: string, episodes: number): CatalogItem[] {
  const numbers = Array.from({ length: episodes }, (_, i) => i + 1)
  return [
    aMovie({ itemId: id, kind: ItemKind.ITEM_KIND_SERIES }),
    ...numbers.map((number) => anEpisode(id, { itemId: `${id}-${number}`, episodeNumber: number })),
  ]
}

export function anEpisode(seriesId: string, parts: ItemParts): CatalogItem {
  return aMovie({ kind: ItemKind.ITEM_KIND_EPISODE, seriesId, seasonNumber: 1, ...parts })
}

type ItemParts = Parameters<typeof CatalogItem.fromPartial>[0]

/** A movie that every rule lets through. */
export function aMovie(parts: ItemParts): CatalogItem {
  return CatalogItem.fromPartial({
    title: `Title of ${parts.itemId}`,
    kind: ItemKind.ITEM_KIND_MOVIE,
    genres: ['Drama'],
    year: 2020,
    languages: ['en'],
    durationS: 5400,
    maturityAge: 0,
    regions: { everywhere: true, countries: [] },
    madeForKids: false,
    revision: 1,
    ...parts,
  })
}
