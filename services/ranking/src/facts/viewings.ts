/**
 * What was watched, title by title as rows show them. Some apps say the episode where events ask for the series: its sessions count
 * as the series' own.
 */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { RecentTitle, Watched } from '@upnext/profiles'
import { wholeOf } from './find-title.ts'

export interface Viewing {
  readonly title: CatalogTitle
  /** Of the title all in all: sessions newest first, with their episodes. */
  readonly watched: RecentTitle
}

/** In the order of the given titles, those that were only rated too; not those that the catalogue does not know. */
export function viewingsOf(recent: readonly RecentTitle[], catalog: Pick<Catalog, 'byHash' | 'byId'>): Viewing[] {
  const viewings = new Map<string, Viewing>()
  for (const entry of recent) {
    const named = catalog.byHash(entry.key)
    if (named === undefined) continue
    const title = wholeOf(catalog, named)
    const watched = named === title ? entry : partOf(title, named, entry)
    const known = viewings.get(title.hash)
    viewings.set(title.hash, { title, watched: known === undefined ? watched : merged(known.watched, watched) })
  }
  return [...viewings.values()]
}

/** A rating of one episode is none of the series. */
function partOf(title: CatalogTitle, part: CatalogTitle, { sessions }: RecentTitle): RecentTitle {
  const episode = part.kind === ItemKind.ITEM_KIND_EPISODE ? part.hash : ''
  const ofSeries = sessions.map((session): Watched => ({ ...session, episode: session.episode || episode }))
  return { key: title.hash, sessions: ofSeries, rated: null }
}

function merged(a: RecentTitle, b: RecentTitle): RecentTitle {
  const sessions = [...a.sessions, ...b.sessions].sort((x, y) => y.atMs - x.atMs || y.session - x.session)
  return { key: a.key, sessions, rated: a.rated ?? b.rated }
}
