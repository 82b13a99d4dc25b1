import { describe, expect, it } from '@jest/globals'
import { ReasonType, itemHash } from '@upnext/contracts'
import type { ListedTitle } from '@upnext/profiles'
import { anItem } from '@upnext/testkit'
import { aSpec } from '../../testing/a-row-world.ts'
import { idsOf, theRow } from '../../testing/a-viewer-context.ts'
import type { ViewerContextParts } from '../../testing/a-viewer-context.ts'
import { aProfileOf, aRecent, aSeries, daysAgo } from '../../testing/some-titles.ts'
import { myList } from './my-list.ts'

const items = ['heat', 'ronin', ...aSeries('show', 2)]
const listed = (id: string, days: number, on = true): ListedTitle => ({
  key: itemHash(id),
  listed: { atMs: daysAgo(days), on },
})

function rowOf(entries: readonly ListedTitle[], parts: Partial<ViewerContextParts> = {}) {
  const profile = aProfileOf([aRecent('heat')], { list: { entries, horizon: null } })
  return theRow(myList, aSpec('my_list'), { items, profile, ...parts })
}

describe('my list', () => {
  it('is what is on the list, newest first, seen or not, and says since when', () => {
    const row = rowOf([listed('ronin', 1), listed('heat', 2), listed('show', 3, false)])
    expect(idsOf(row)).toEqual(['ronin', 'heat'])
    expect(row?.candidates[1]?.causes).toEqual([
      { kind: 'fact', type: ReasonType.REASON_TYPE_LISTED, share: 1, atMs: daysAgo(2) },
    ])
    expect(row).toMatchObject({ rowId: 'my-list', inOrder: true, title: { template: 'my_list' } })
  })

  it('shows the series of an episode, once', () => {
    expect(idsOf(rowOf([listed('show-2', 1), listed('show', 2), listed('show-1', 3)]))).toEqual(['show'])
  })

  it('is there also where history is not used', () => {
    expect(idsOf(rowOf([listed('ronin', 1)], { request: { withoutPersonalization: true } }))).toEqual(['ronin'])
  })

  it('is not there where nothing of it may be shown', () => {
    expect(rowOf([])).toBe(null)
    expect(rowOf([listed('nowhere', 1)])).toBe(null)
    expect(rowOf([listed('heat', 1)], { items: [anItem({ itemId: 'heat', withdrawn: true })] })).toBe(null)
    expect(
      rowOf([listed('heat', 1)], { request: { kids: true }, items: [anItem({ itemId: 'heat', maturityAge: 16 })] }),
    ).toBe(null)
  })
})
