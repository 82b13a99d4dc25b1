/** Where a viewer would go on watching, title by title: what both "continue watching" and "watch next" show. */
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { Playback } from '@upnext/contracts'
import type { Watched } from '@upnext/profiles'
import { wholeOf } from '../facts/find-title.ts'
import { viewingsOf } from '../facts/viewings.ts'
import type { Viewing } from '../facts/viewings.ts'
import { DAY_MS } from './day.ts'
import { lengthOf, progressOf } from './progress.ts'
import type { Progress, ProgressSettings } from './progress.ts'
import type { RowContext } from './row-maker.ts'

export interface ResumeSettings extends ProgressSettings {
  readonly within_days: number
}

export interface Resume {
  readonly title: CatalogTitle
  /** `begun`: at the point that was reached. `next`: the episode after the one that was finished. */
  readonly kind: 'begun' | 'next'
  /** Absent where the app never said which episode was watched. */
  readonly playback: Playback | undefined
  /** When the session began that this follows from; one of the future counts as of now. */
  readonly atMs: number
}

/** Newest first; all of them may be shown and played. */
export function resumesOf(context: RowContext, settings: ResumeSettings): Resume[] {
  const { asker, catalog, nowMs } = context
  const sinceMs = nowMs - settings.within_days * DAY_MS
  const allows = context.allowsBut('seen')
  const removed = removedOf(context)
  return viewingsOf(asker.profile?.recent.entries ?? [], catalog)
    .flatMap((viewing) => {
      const last = lastCounting(viewing, context, settings)
      if (last === null || last.session.atMs < sinceMs || !allows(viewing.title)) return []
      if (last.session.atMs <= (removed.get(viewing.title.hash) ?? -Infinity)) return []
      return resume(viewing.title, last, context) ?? []
    })
    .sort((a, b) => b.atMs - a.atMs || (a.title.hash < b.title.hash ? -1 : 1))
}

interface Counting {
  readonly session: Watched
  readonly progress: Exclude<Progress, 'untouched'>
}

/** A few seconds of a title say nothing: the newest session counts that came any further. */
function lastCounting({ title, watched }: Viewing, { catalog }: RowContext, settings: ResumeSettings): Counting | null {
  for (const session of watched.sessions) {
    const played = session.episode === '' ? playedAlone(title) : catalog.byHash(session.episode)
    const progress = progressOf(session, played, settings)
    if (progress !== 'untouched') return { session, progress }
  }
  return null
}

/** A series' own length is not that of an episode. */
function playedAlone(title: CatalogTitle): CatalogTitle | undefined {
  return title.kind === ItemKind.ITEM_KIND_SERIES ? undefined : title
}

function resume(title: CatalogTitle, { session, progress }: Counting, context: RowContext): Resume | null {
  const atMs = Math.min(session.atMs, context.nowMs)
  const resumed = (kind: Resume['kind'], playback: Resume['playback']): Resume => ({ title, kind, atMs, playback })
  const { positionS } = session
  if (title.kind !== ItemKind.ITEM_KIND_SERIES) {
    const durationS = lengthOf(session, title)
    return progress === 'begun' ? resumed('begun', { positionS, durationS, ...NO_EPISODE }) : null
  }
  if (session.episode === '') return progress === 'begun' ? resumed('begun', undefined) : null
  const episode = context.catalog.byHash(session.episode)
  if (episode?.seriesId !== title.itemId) return null
  const played = progress === 'begun' ? episode : context.episodes.nextEpisode(title.hash, episode.hash)
  if (played === null || !context.mayPlay(played, title)) return null
  if (progress === 'begun')
    return resumed('begun', { positionS, durationS: lengthOf(session, played), ...inEpisode(played) })
  return resumed('next', { positionS: 0, durationS: played.durationS ?? 0, ...inEpisode(played) })
}

const NO_EPISODE = { episodeId: '', episodeTitle: '' }

function inEpisode(episode: CatalogTitle): Omit<Playback, 'positionS' | 'durationS'> {
  return {
    episodeId: episode.itemId,
    episodeTitle: episode.title,
    seasonNumber: episode.seasonNumber ?? undefined,
    episodeNumber: episode.episodeNumber ?? undefined,
  }
}

/** When titles were taken off "continue watching": older sessions do not bring them back. */
function removedOf({ asker, catalog }: RowContext): ReadonlyMap<string, number> {
  const removed = new Map<string, number>()
  for (const { key, continueWatching } of asker.profile?.dismissed.entries ?? []) {
    if (continueWatching?.on !== true) continue
    const named = catalog.byHash(key)
    const hash = named === undefined ? key : wholeOf(catalog, named).hash
    removed.set(hash, Math.max(continueWatching.atMs, removed.get(hash) ?? -Infinity))
  }
  return removed
}
