import { describe, expect, it } from '@jest/globals'
import { ReasonType, itemHash } from '@upnext/contracts'
import type { RecentTitle } from '@upnext/profiles'
import type { RowSpecOf } from '@upnext/rows'
import { aSpec } from '../../testing/a-row-world.ts'
import { idsOf, reasonTypesOf, theRow } from '../../testing/a-viewer-context.ts'
import { aProfileOf, aRecent, aSeries, daysAgo } from '../../testing/some-titles.ts'
import { watchAgain } from './watch-again.ts'

const items = ['heat', 'ronin', 'casino', ...aSeries('show', 3)]
const [TWO_STARS, THREE_STARS, FOUR_STARS, THUMB_DOWN, THUMB_UP] = [4, 6, 8, 11, 12]

function rowOf(entries: readonly RecentTitle[], settings: Partial<RowSpecOf<'watch_again'>> = {}) {
  return theRow(watchAgain, aSpec('watch_again', settings), { items, profile: aProfileOf(entries) })
}

describe('watch again', () => {
  it('is made of movies watched to the end a while ago, best liked first', () => {
    const often = [{ daysAgo: 50 }, { daysAgo: 60 }]
    const row = rowOf([
      aRecent('heat', [{ daysAgo: 40 }]),
      aRecent('ronin', often),
      aRecent('casino', [{ daysAgo: 90, share: 0.6 }]),
    ])
    expect(idsOf(row)).toEqual(['ronin', 'heat'])
    expect(reasonTypesOf(row)).toEqual([
      [ReasonType.REASON_TYPE_WATCHED_BEFORE],
      [ReasonType.REASON_TYPE_WATCHED_BEFORE],
    ])
    expect(row).toMatchObject({ rowId: 'watch-again', inOrder: false, title: { template: 'watch_again' } })
    expect(row?.candidates.every(({ score }) => score > 0)).toBe(true)
  })

  it('waits some days after the last time, however far that went', () => {
    expect(rowOf([aRecent('heat', [{ daysAgo: 29 }])])).toBe(null)
    expect(idsOf(rowOf([aRecent('heat', [{ daysAgo: 30 }])]))).toEqual(['heat'])
    expect(rowOf([aRecent('heat', [{ daysAgo: 3, share: 0.1 }, { daysAgo: 90 }])])).toBe(null)
    expect(idsOf(rowOf([aRecent('heat', [{ daysAgo: 3 }])], { after_days: 2 }))).toEqual(['heat'])
    expect(rowOf([aRecent('heat', [{ daysAgo: -3 }])], { after_days: 1 })).toBe(null)
  })

  it('takes four stars or a thumb up for the end of a movie, and leaves out what was not liked', () => {
    const half = [{ daysAgo: 40, share: 0.5 }]
    const of = (code: number, sessions = half) => idsOf(rowOf([aRecent('heat', sessions, code)]))
    expect(of(FOUR_STARS)).toEqual(['heat'])
    expect(of(THUMB_UP)).toEqual(['heat'])
    expect(of(FOUR_STARS - 1)).toEqual([])
    const whole = [{ daysAgo: 40, share: 1 }]
    expect([THREE_STARS, TWO_STARS, THUMB_DOWN].map((code) => of(code, whole))).toEqual([[], [], []])
  })

  it('goes by the time of the rating where a movie was only rated', () => {
    const rated = { ...aRecent('heat', []), rated: { atMs: daysAgo(31), code: FOUR_STARS } }
    expect(idsOf(rowOf([rated]))).toEqual(['heat'])
    expect(rowOf([aRecent('heat', [], FOUR_STARS)])).toBe(null)
  })

  it('takes a series for finished with its last episode only', () => {
    expect(idsOf(rowOf([aRecent('show', [{ daysAgo: 40, episode: 'show-3' }])]))).toEqual(['show'])
    expect(rowOf([aRecent('show', [{ daysAgo: 40, episode: 'show-2' }], FOUR_STARS)])).toBe(null)
    expect(rowOf([aRecent('show', [{ daysAgo: 40, episode: 'show-3', share: 0.5 }], FOUR_STARS)])).toBe(null)
    expect(rowOf([aRecent('show', [{ daysAgo: 40 }])])).toBe(null)
  })

  it('leaves out what the viewer does not want', () => {
    const notInterested = { atMs: daysAgo(1), on: true }
    const dismissed = { entries: [{ key: itemHash('heat'), notInterested, continueWatching: null }], horizon: null }
    const profile = aProfileOf([aRecent('heat', [{ daysAgo: 40 }])], { dismissed })
    expect(theRow(watchAgain, aSpec('watch_again'), { items, profile })).toBe(null)
  })
})
