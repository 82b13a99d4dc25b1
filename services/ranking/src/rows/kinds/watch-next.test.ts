import { describe, expect, it } from '@jest/globals'
import { ReasonType, itemHash } from '@upnext/contracts'
import type { RowSpecOf } from '@upnext/rows'
import { aSpec } from '../../testing/a-row-world.ts'
import { idsOf, reasonTypesOf, theRow } from '../../testing/a-viewer-context.ts'
import { aProfileOf, aRecent, aSeries, daysAgo } from '../../testing/some-titles.ts'
import { watchNext } from './watch-next.ts'

const items = ['heat', ...aSeries('show', 3), ...aSeries('other', 2)]

function rowOf(profile: ReturnType<typeof aProfileOf>, settings: Partial<RowSpecOf<'watch_next'>> = {}) {
  return theRow(watchNext, aSpec('watch_next', settings), { items, profile })
}

describe('watch next', () => {
  it('is made of the next episodes only, of the series watched last first', () => {
    const row = rowOf(
      aProfileOf([
        aRecent('heat', [{ share: 0.5 }]),
        aRecent('other', [{ daysAgo: 2, episode: 'other-1' }]),
        aRecent('show', [{ daysAgo: 1, episode: 'show-2' }]),
      ]),
    )
    expect(row?.candidates.map(({ playback }) => playback?.episodeId)).toEqual(['show-3', 'other-2'])
    expect(reasonTypesOf(row)).toEqual([[ReasonType.REASON_TYPE_NEXT_EPISODE], [ReasonType.REASON_TYPE_NEXT_EPISODE]])
    expect(row).toMatchObject({ rowId: 'watch-next', inOrder: true, title: { template: 'watch_next' } })
  })

  it('leaves an episode that was begun to "continue watching", and a finished series alone', () => {
    expect(rowOf(aProfileOf([aRecent('show', [{ episode: 'show-2', share: 0.5 }])]))).toBe(null)
    expect(rowOf(aProfileOf([aRecent('show', [{ episode: 'show-3' }])]))).toBe(null)
  })

  it('has its own idea of finished, and of how long ago', () => {
    const profile = aProfileOf([aRecent('show', [{ daysAgo: 5, episode: 'show-1', share: 0.7 }])])
    expect(rowOf(profile)).toBe(null)
    expect(idsOf(rowOf(profile, { finished: 0.7 }))).toEqual(['show'])
    expect(rowOf(profile, { finished: 0.7, within_days: 4 })).toBe(null)
  })

  it('forgets a series that was taken off "continue watching"', () => {
    const continueWatching = { atMs: daysAgo(1), on: true }
    const entries = [{ key: itemHash('show'), notInterested: null, continueWatching }]
    const profile = aProfileOf([aRecent('show', [{ daysAgo: 2, episode: 'show-1' }])])
    expect(rowOf({ ...profile, dismissed: { entries, horizon: null } })).toBe(null)
  })
})
