/** What several friends have watched of late and liked. It says how many, never who. */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { titleWeight } from '@upnext/learning'
import { viewingsOf } from '../../facts/viewings.ts'
import type { Viewing } from '../../facts/viewings.ts'
import type { Candidate } from '../candidate.ts'
import { DAY_MS } from '../day.ts'
import { fact } from '../fact.ts'
import { progressOf } from '../progress.ts'
import type { RowContext, RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'

export const friends: RowMaker<'friends'> = (spec, context) => {
  const windowMs = spec.within_days * DAY_MS
  const watched = watchedByFriends(context, context.nowMs - windowMs)
  const candidates = [...watched.values()]
    .filter(({ title }) => context.allows(title))
    .sort((a, b) => b.friends - a.friends || b.atMs - a.atMs || (a.title.hash < b.title.hash ? -1 : 1))
    .slice(0, context.depth)
    .map(({ title, friends, atMs }): Candidate => {
      const newness = 1 - (context.nowMs - atMs) / windowMs
      return { title, score: friends + newness / 2, causes: [fact(ReasonType.REASON_TYPE_FRIEND, 1, { friends })] }
    })
  if (candidates.length === 0) return []
  const title = titleOf(spec, 'friends')
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}

interface WatchedByFriends {
  readonly title: CatalogTitle
  readonly friends: number
  /** The newest session of any of them; one of the future counts as of now. */
  readonly atMs: number
}

function watchedByFriends({ catalog, friends, nowMs }: RowContext, sinceMs: number): Map<ItemHash, WatchedByFriends> {
  const titles = new Map<ItemHash, WatchedByFriends>()
  for (const { recent } of friends) {
    for (const { title, watched } of viewingsOf(recent, catalog)) {
      const begun = newestBegunMs({ title, watched }, catalog)
      if (begun === null || begun < sinceMs || titleWeight(watched) <= 0) continue
      const known = titles.get(title.hash)
      const atMs = Math.max(Math.min(begun, nowMs), known?.atMs ?? -Infinity)
      titles.set(title.hash, { title, friends: (known?.friends ?? 0) + 1, atMs })
    }
  }
  return titles
}

function newestBegunMs({ title, watched }: Viewing, catalog: RowContext['catalog']): number | null {
  const begun = watched.sessions.find((session) => {
    const played = session.episode === '' ? title : catalog.byHash(session.episode)
    return progressOf(session, played) !== 'untouched'
  })
  return begun?.atMs ?? null
}
