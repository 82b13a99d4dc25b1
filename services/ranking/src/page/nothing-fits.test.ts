import { describe, expect, it } from '@jest/globals'
import type { CatalogTitle } from '@upnext/catalog'
import { createArrange, createListTally } from '@upnext/recsys'
import { defaultRows } from '@upnext/rows'
import type { RowKind } from '@upnext/rows'
import { aModel } from '../testing/a-model.ts'
import { aRowWorld } from '../testing/a-row-world.ts'
import { aMovie } from '../testing/some-titles.ts'
import { makePage } from './make-page.ts'
import { createTraits } from './title-traits.ts'

const TITLES = 400
const GENRES = 25
const ids = Array.from({ length: TITLES }, (_, i) => `m${i}`)
const items = ids.map((itemId, i) => aMovie({ itemId, genres: [`Genre ${i % GENRES}`, 'Any'], year: 1950 + (i % 70) }))
const model = aModel(
  { m0: ids.slice(1, 50).map((id, i) => [id, 1 - i / 100]) },
  Object.fromEntries(ids.map((id, i) => [id, i + 1])),
)

/** A page of all rows for somebody who likes all genres, with how often filter and rules were asked for it. */
function aFilteredPage(fits: (title: CatalogTitle) => boolean, isAsked = (_type: RowKind): boolean => true) {
  const calls = { filter: 0, rules: 0 }
  const filter = (title: CatalogTitle): boolean => {
    calls.filter += 1
    return fits(title)
  }
  const { context, removed } = aRowWorld({ items, model, watched: ids.slice(0, GENRES), filter })
  const counted = (allows: (title: CatalogTitle) => boolean) => (title: CatalogTitle) => {
    calls.rules += 1
    return allows(title)
  }
  const rows = defaultRows().pages.get('home')?.rows ?? []
  const page = makePage(
    { rows: rows.filter(({ type }) => isAsked(type)), budget: {}, more: true, boosts: [], pins: [] },
    { ...context, allows: counted(context.allows), allowsBut: (...rules) => counted(context.allowsBut(...rules)) },
    { arrange: createArrange(), traitsOf: createTraits(), tally: createListTally() },
  )
  return { calls, page, removed: removed() }
}

describe('a page with a filter that fits nothing, or hardly anything', () => {
  it('asks the filter once a title, and the rules a few times, however many rows look for titles', () => {
    const { calls, page, removed } = aFilteredPage(() => false)
    expect(page.flatMap(({ shown }) => shown)).toEqual([])
    expect(removed).toEqual([{ rule: 'filter', count: TITLES }])
    expect(calls.filter).toBe(TITLES)
    expect(calls.rules).toBeLessThan(5 * TITLES)
  })

  it('shows what fits all the same', () => {
    const { calls, page } = aFilteredPage(({ itemId }) => itemId === 'm333' || itemId === 'm200')
    expect(page.flatMap(({ shown }) => shown.map(({ title }) => title.itemId)).sort()).toEqual(['m200', 'm333'])
    expect(calls.filter).toBe(TITLES)
    expect(calls.rules).toBeLessThan(6 * TITLES)
  })

  it('falls back on what was seen where nothing else is left', () => {
    const { page } = aFilteredPage(
      ({ itemId }) => itemId === 'm3',
      (type) => type !== 'watch_again',
    )
    expect(page.flatMap(({ shown }) => shown.map(({ title, step }) => [title.itemId, step]))).toEqual([
      ['m3', 'watched_before'],
    ])
  })
})
