import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { anItem } from '@upnext/testkit'
import type { Rung } from './candidate.ts'
import { fillRow } from './fill-row.ts'

const catalog = createCatalog()
for (const itemId of ['a', 'b', 'c', 'd']) catalog.apply({ item: anItem({ itemId }), receivedAtMs: 0 })

/** A rung that has these titles to give, with their scores. */
function rung(...stock: readonly (readonly [string, number])[]): Rung {
  return (limit, allows) =>
    stock
      .flatMap(([id, score]) => {
        const title = catalog.byId(id)
        return title !== undefined && allows(title) ? [{ title, score, causes: [] }] : []
      })
      .slice(0, limit)
}

const idsOf = (row: ReturnType<typeof fillRow>): string[] => row.map(({ title }) => title.itemId)

describe('filling a row', () => {
  it('goes down a rung only for what the one above leaves open, and takes no title twice', () => {
    const rungs = [rung(['a', 1]), rung(['a', 9], ['b', 8]), rung(['c', 7], ['d', 6])]
    expect(idsOf(fillRow(rungs, 3, () => true))).toEqual(['a', 'b', 'c'])
  })

  it('does not ask further rungs once it is full', () => {
    const never: Rung = () => {
      throw new Error('was asked')
    }
    expect(idsOf(fillRow([rung(['a', 1]), never], 1, () => true))).toEqual(['a'])
  })

  it('keeps scores descending from rung to rung', () => {
    const scores = fillRow([rung(['a', 0.2]), rung(['b', 900], ['c', 450])], 3, () => true).map(({ score }) => score)
    expect(scores[0]).toBe(0.2)
    expect(scores[1]).toBeLessThan(0.2)
    expect(scores[2]).toBeCloseTo((scores[1] ?? 0) / 2)
  })

  it('shows nothing that is not allowed', () => {
    expect(idsOf(fillRow([rung(['a', 1], ['b', 1])], 2, ({ itemId }) => itemId !== 'a'))).toEqual(['b'])
  })
})
