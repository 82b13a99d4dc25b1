import { describe, expect, it } from '@jest/globals'
import { ReasonType, itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { fact } from '../fact.ts'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, causesIn, idsOf } from '../../testing/a-row-world.ts'
import { genre } from './genre.ts'

const of = (name: string, ...ids: readonly string[]) => ids.map((itemId) => anItem({ itemId, genres: [name] }))
const ITEMS = [
  ...of('Crime', 'heat', 'ronin', 'casino'),
  ...of('Sci-Fi & Fantasy', 'alien', 'dune'),
  ...of('Comedy', 'toys'),
]
const MODEL = aModel({ heat: [['ronin', 1]] }, { casino: 3, ronin: 2, alien: 9, toys: 1 })

describe('a row of a genre', () => {
  it('begins with what goes with the history, then has what is popular, and nothing of another genre', () => {
    const { context } = aRowWorld({ items: ITEMS, model: MODEL, watched: ['heat'] })
    const [row] = genre(aSpec('genre', { genre: 'Crime', fill: true }), context)
    expect(idsOf(row)).toEqual(['ronin', 'casino'])
    expect(causesIn(row)[0]?.[0]?.kind).toBe('title')
    expect(row?.candidates[1]?.causes).toEqual([fact(ReasonType.REASON_TYPE_GENRE, 1, { genre: 'Crime' })])
    expect(row).toMatchObject({ rowId: 'genre:crime', title: { template: 'genre', parameters: { genre: 'Crime' } } })
  })

  it('has titles that nobody has watched only where it may be filled', () => {
    const { context } = aRowWorld({ items: ITEMS, model: MODEL })
    const rowOf = (fill: boolean) => genre(aSpec('genre', { genre: 'Sci-Fi & Fantasy', fill }), context)[0]
    expect(idsOf(rowOf(false))).toEqual(['alien'])
    expect(idsOf(rowOf(true))).toEqual(['alien', 'dune'])
    expect(rowOf(true)?.rowId).toBe('genre:sci-fi-fantasy')
  })

  it('takes the viewer’s own genres where the file names none, most liked first, as many as it says', () => {
    const { context } = aRowWorld({ items: ITEMS, model: MODEL, watched: ['alien', 'heat', 'ronin'] })
    const idsFor = (count: number) => genre(aSpec('genre', { count, fill: true }), context).map(({ rowId }) => rowId)
    expect(idsFor(2)).toEqual(['genre:crime', 'genre:sci-fi-fantasy'])
    expect(idsFor(1)).toEqual(['genre:crime'])
  })

  it('takes no genre from a title that the viewer has called not interesting', () => {
    const asker = { dismissed: new Set([itemHash('alien')]) }
    const { context } = aRowWorld({ items: ITEMS, model: MODEL, watched: ['alien', 'heat'], asker })
    expect(genre(aSpec('genre', { fill: true }), context).map(({ rowId }) => rowId)).toEqual(['genre:crime'])
  })

  it('is personal only where the genre is the viewer’s own', () => {
    const isPersonal = (watched: readonly string[], spec = {}) =>
      genre(aSpec('genre', spec), aRowWorld({ items: ITEMS, model: MODEL, watched }).context)[0]?.isPersonal ?? false
    expect(isPersonal(['heat'])).toBe(true)
    expect(isPersonal([])).toBe(false)
    expect(isPersonal(['heat'], { genre: 'Crime' })).toBe(false)
  })

  it('takes the genres watched most of late for whom nothing is known, but for those with too few titles', () => {
    const { context } = aRowWorld({ items: ITEMS, model: MODEL })
    const ids = genre(aSpec('genre', { min_items: 2, fill: true }), context).map(({ rowId }) => rowId)
    expect(ids).toEqual(['genre:sci-fi-fantasy', 'genre:crime'])
  })

  it('is left out where the genre has no title', () => {
    const { context } = aRowWorld({ items: ITEMS, model: MODEL })
    expect(genre(aSpec('genre', { genre: 'Western', fill: true }), context)).toEqual([])
  })
})
