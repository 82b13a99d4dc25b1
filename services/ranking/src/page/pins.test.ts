import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import { completeRow } from '@upnext/rows'
import { anItem } from '@upnext/testkit'
import { fact } from '../rows/fact.ts'
import type { WantingRow } from './wanting-row.ts'
import { placePins, takePins } from './pins.ts'

const catalog = createCatalog()
for (const itemId of ['a', 'b', 'c', 'd', 'e']) catalog.apply({ item: anItem({ itemId }), receivedAtMs: 0 })

function titleOf(itemId: string): CatalogTitle {
  const title = catalog.byId(itemId)
  if (title === undefined) throw new Error('the catalogue lost a title')
  return title
}

function aRow(rowId: string, ids: readonly string[], inOrder = false): WantingRow {
  const candidates = ids.map((id, i) => ({ title: titleOf(id), score: 1 / (i + 1), causes: [] }))
  const title = { template: 'popular', parameters: {}, text: '' }
  const spec = {
    type: 'popular' as const,
    period: 'month' as const,
    id: rowId,
    priority: 1,
    items: 3,
    min_items: 1,
    fill: false,
    fits: null,
  }
  return { spec, limit: 3, least: 1, draft: { rowId, title, candidates, inOrder } }
}

const placed = (rows: readonly WantingRow[]) =>
  rows.map(({ draft }) => placePins(draft.candidates).map(({ title }) => title.itemId))
const pin = (id: string, rowId: string | null, position: number) => ({
  title: titleOf(id),
  mayComeIn: true,
  rowId,
  position,
})

describe('pins', () => {
  it('put a title at its place, and take it from every other row', () => {
    const rows = [aRow('one', ['a', 'b', 'c']), aRow('two', ['d', 'a'])]
    expect(placed(takePins(rows, [pin('d', 'one', 1)]).rows)).toEqual([['a', 'd', 'b', 'c'], ['a']])
  })

  it('count once for a title, however often it is pinned', () => {
    const rows = [aRow('one', ['a', 'b']), aRow('two', ['c'])]
    const pins = [pin('d', 'no-such-row', 0), pin('d', 'one', 1), pin('d', 'one', 0), pin('d', 'two', 0)]
    expect(placed(takePins(rows, pins).rows)).toEqual([['a', 'd', 'b'], ['c']])
  })

  it('go to the first row whose order says nothing by itself, where no row is named', () => {
    const rows = [aRow('list', ['a'], true), aRow('popular', ['b'])]
    expect(placed(takePins(rows, [pin('c', null, 0)]).rows)).toEqual([['a'], ['c', 'b']])
  })

  it('keep their places beside each other, and stand at the end of what the row shows', () => {
    const rows = [aRow('one', ['a'])]
    expect(placed(takePins(rows, [pin('d', 'one', 1), pin('c', 'one', 0), pin('b', 'one', 9)]).rows)).toEqual([
      ['c', 'd', 'b', 'a'],
    ])
    const two = [pin('d', 'one', 9), pin('c', 'one', 9)]
    expect(placed(takePins([aRow('one', ['a', 'b'])], two).rows)).toEqual([['a', 'd', 'c', 'b']])
  })

  it('leave a title where it is once the row shows nothing but pins', () => {
    const rows = [aRow('one', ['a']), aRow('two', ['e', 'b'])]
    const pins = ['c', 'd', 'a', 'b'].map((id, place) => pin(id, 'one', place))
    expect(placed(takePins(rows, pins).rows)).toEqual([
      ['c', 'd', 'a'],
      ['e', 'b'],
    ])
  })

  it('do nothing where the row is not on the page', () => {
    const rows = [aRow('one', ['a', 'b'])]
    expect(placed(takePins(rows, [pin('a', 'other', 1)]).rows)).toEqual([['a', 'b']])
  })

  it('move what a row has itself, and bring in nothing that rules do not allow', () => {
    const rows = [aRow('one', ['a', 'b']), aRow('two', ['c'])]
    const seen = (id: string) => ({ ...pin(id, 'one', 0), mayComeIn: false })
    expect(placed(takePins(rows, [seen('b')]).rows)).toEqual([['b', 'a'], ['c']])
    expect(placed(takePins(rows, [seen('c'), seen('d')]).rows)).toEqual([['a', 'b'], ['c']])
  })

  it('are said as the reason, with a score that keeps the row descending', () => {
    const [row] = takePins([aRow('one', ['a', 'b'])], [pin('d', 'one', 1)]).rows
    const titles = placePins(row?.draft.candidates ?? [])
    expect(titles[1]?.causes).toMatchObject([{ type: ReasonType.REASON_TYPE_PINNED, share: 1 }])
    expect(titles.map(({ score }) => score)).toEqual([1, 0.5, 0.5])
  })

  it('change nothing but the place of a title that the row has itself', () => {
    const row = aRow('one', ['a', 'b'])
    const sponsorship = { campaign: 'spring', sponsor: 'Acme' }
    const causes = [fact(ReasonType.REASON_TYPE_SPONSORED)]
    const candidates = row.draft.candidates.map((candidate) => ({ ...candidate, sponsorship, causes, propensity: 0.5 }))
    const { rows } = takePins([{ ...row, draft: { ...row.draft, candidates } }], [pin('b', 'one', 0)])
    const [first, second] = placePins(rows[0]?.draft.candidates ?? [])
    expect(first).toMatchObject({ title: { itemId: 'b' }, sponsorship, causes })
    // Chance had no hand in this place.
    expect([first?.propensity, second?.propensity]).toEqual([undefined, 0.5])
  })

  it.each(['sponsored', 'friends', 'my_list', 'continue_watching', 'watch_next'] as const)(
    'bring nothing into a row of %s, and do not take it from the others',
    (type) => {
      const closed = aRow('one', ['a', 'b'])
      const spec = completeRow(type === 'sponsored' ? { id: 'one', type, campaigns: [] } : { id: 'one', type })
      const rows = [{ ...closed, spec }, aRow('two', ['c', 'd'])]
      expect(placed(takePins(rows, [pin('d', 'one', 0), pin('b', 'one', 0)]).rows)).toEqual([
        ['b', 'a'],
        ['c', 'd'],
      ])
    },
  )
})
