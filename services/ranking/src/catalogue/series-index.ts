/**
 * The episodes of each series, in the order in which they are watched. Kept current change by change; a series is put in order when
 * somebody asks for it first.
 */
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { followChanges } from './follow-changes.ts'
import type { ChangingCatalog } from './follow-changes.ts'

export interface SeriesIndex {
  /** Takes in what has changed, as every question does: for whoever would rather not have the first question wait for a whole catalogue. */
  update(): void
  /**
   * The episode to watch after this one: of the same series and not withdrawn. `null` after the last one, and where the catalogue
   * knows no such episode of this series. Specials are followed by specials only.
   */
  nextEpisode(series: ItemHash, episode: ItemHash): CatalogTitle | null
  /** Whether a series ends with this episode. Never with a special, nor with an episode that the catalogue does not know. */
  isLast(series: ItemHash, episode: ItemHash): boolean
}

const SPECIALS = 0

interface Series {
  readonly episodes: readonly CatalogTitle[]
  readonly places: ReadonlyMap<ItemHash, number>
}

export function createSeriesIndex(catalog: ChangingCatalog): SeriesIndex {
  const seriesIds = new Map<ItemHash, string>()
  const episodes = new Map<string, Set<ItemHash>>()
  /** Those asked for. */
  const inOrder = new Map<string, Series>()

  const update = followChanges(catalog, ({ hash, kind, seriesId }) => {
    const before = seriesIds.get(hash)
    if (before !== undefined) {
      inOrder.delete(before)
      episodes.get(before)?.delete(hash)
      seriesIds.delete(hash)
    }
    if (kind !== ItemKind.ITEM_KIND_EPISODE || seriesId === '') return
    inOrder.delete(seriesId)
    seriesIds.set(hash, seriesId)
    const others = episodes.get(seriesId)
    if (others === undefined) episodes.set(seriesId, new Set([hash]))
    else others.add(hash)
  })

  const seriesOf = (hash: ItemHash): Series => {
    update()
    const id = catalog.byHash(hash)?.itemId ?? ''
    const known = inOrder.get(id)
    if (known !== undefined) return known
    const sorted = Array.from(episodes.get(id) ?? [], (episode) => catalog.byHash(episode))
      .filter((episode) => episode !== undefined)
      .sort(byNumbersThenId)
    const series = { episodes: sorted, places: new Map(sorted.map((episode, place) => [episode.hash, place])) }
    inOrder.set(id, series)
    return series
  }

  const nextEpisode = (series: ItemHash, episode: ItemHash): CatalogTitle | null => {
    const { episodes, places } = seriesOf(series)
    const place = places.get(episode)
    if (place === undefined) return null
    const special = isSpecial(episodes[place])
    // A withdrawn episode is a gap like any other.
    const next = episodes.find((other, at) => at > place && !other.withdrawn && isSpecial(other) === special)
    return next ?? null
  }

  return {
    update,
    nextEpisode,
    isLast(series, episode) {
      const { episodes, places } = seriesOf(series)
      const place = places.get(episode)
      return place !== undefined && !isSpecial(episodes[place]) && nextEpisode(series, episode) === null
    },
  }
}

/** A number that is not known comes last. */
function byNumbersThenId(a: CatalogTitle, b: CatalogTitle): number {
  return (
    compare(a.seasonNumber, b.seasonNumber) ||
    compare(a.episodeNumber, b.episodeNumber) ||
    (a.itemId < b.itemId ? -1 : 1)
  )
}

function compare(a: number | null, b: number | null): number {
  if (a === b) return 0
  return (a ?? Infinity) - (b ?? Infinity)
}

function isSpecial(episode: CatalogTitle | undefined): boolean {
  return episode?.seasonNumber === SPECIALS
}
