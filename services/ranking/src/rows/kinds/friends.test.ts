import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import type { RecentTitle } from '@upnext/profiles'
import { anItem } from '@upnext/testkit'
import { aSpec, causesIn } from '../../testing/a-row-world.ts'
import { idsOf, theRow } from '../../testing/a-viewer-context.ts'
import type { ViewerContextParts } from '../../testing/a-viewer-context.ts'
import { aProfileOf, aRecent, aSeries } from '../../testing/some-titles.ts'
import { friends } from './friends.ts'

const items = ['heat', 'ronin', 'casino', ...aSeries('show', 2)]
const [ONE_STAR, FIVE_STARS] = [2, 10]

function rowOf(watching: readonly (readonly RecentTitle[])[], parts: Partial<ViewerContextParts> = {}, days?: number) {
  const settings = days === undefined ? {} : { within_days: days }
  return theRow(friends, aSpec('friends', settings), {
    items,
    friends: watching.map((recent) => ({ recent })),
    ...parts,
  })
}

describe('watched by friends', () => {
  it('goes by the number of friends, then by who watched last, and says only how many', () => {
    const row = rowOf([
      [aRecent('heat', [{ daysAgo: 9 }]), aRecent('casino', [{ daysAgo: 3 }])],
      [aRecent('heat', [{ daysAgo: 8 }]), aRecent('ronin', [{ daysAgo: 2 }])],
    ])
    expect(idsOf(row)).toEqual(['heat', 'ronin', 'casino'])
    expect(row?.candidates[0]?.causes).toEqual([
      { kind: 'fact', type: ReasonType.REASON_TYPE_FRIEND, share: 1, friends: 2 },
    ])
    expect(causesIn(row)[1]?.[0]).toMatchObject({ friends: 1 })
    const scores = row?.candidates.map(({ score }) => score) ?? []
    expect(scores).toEqual([...new Set(scores)].sort((a, b) => b - a))
    expect(row).toMatchObject({ rowId: 'friends', inOrder: true, title: { template: 'friends' } })
  })

  it('counts a friend once, also for several episodes of a series', () => {
    const row = rowOf([
      [aRecent('show', [{ episode: 'show-1' }, { daysAgo: 1, episode: 'show-2' }]), aRecent('show-2')],
    ])
    expect(row?.candidates.map(({ title, causes }) => [title.itemId, causes])).toEqual([
      ['show', [expect.objectContaining({ friends: 1 })]],
    ])
  })

  it('shows what was begun, liked, and watched of late', () => {
    expect(rowOf([[aRecent('heat', [{ positionS: 19 }])]])).toBe(null)
    expect(rowOf([[aRecent('heat', [{}], ONE_STAR)]])).toBe(null)
    expect(rowOf([[aRecent('heat', [], FIVE_STARS)]])).toBe(null)
    expect(idsOf(rowOf([[aRecent('heat', [{ daysAgo: 90 }])]]))).toEqual(['heat'])
    expect(rowOf([[aRecent('heat', [{ daysAgo: 91 }])]])).toBe(null)
    expect(rowOf([[aRecent('heat', [{ daysAgo: 3 }])]], {}, 2)).toBe(null)
    expect(idsOf(rowOf([[aRecent('heat', [{ daysAgo: -3 }])]]))).toEqual(['heat'])
  })

  it('asks the rules of whoever asks, and leaves out what they have seen', () => {
    const watching = [[aRecent('heat'), aRecent('ronin')]]
    expect(idsOf(rowOf(watching, { profile: aProfileOf([aRecent('heat')]) }))).toEqual(['ronin'])
    const forAdults = [anItem({ itemId: 'heat', maturityAge: 18 }), anItem({ itemId: 'ronin', madeForKids: true })]
    expect(idsOf(rowOf(watching, { items: forAdults, request: { kids: true } }))).toEqual(['ronin'])
  })

  it('is not there where nobody shares', () => {
    expect(rowOf([])).toBe(null)
    expect(rowOf([[]])).toBe(null)
  })
})
