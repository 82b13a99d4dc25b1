import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { OWN_DEFAULTS } from '@upnext/rows'
import { anItem } from '@upnext/testkit'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, causesIn, idsOf } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { becauseYouWatched } from './because-you-watched.ts'

const ITEMS = [
  ...['heat', 'ronin', 'casino', 'toys', 'up', 'lonely'].map((itemId) => anItem({ itemId })),
  anItem({ itemId: 'saw-1', franchise: 'Saw', maturityAge: 18 }),
  anItem({ itemId: 'saw-2', franchise: 'Saw', maturityAge: 18 }),
]
const MODEL = aModel({
  heat: [
    ['ronin', 1],
    ['casino', 0.5],
  ],
  toys: [['up', 1]],
  'saw-1': [['casino', 1]],
  'saw-2': [['casino', 1]],
})
const rowsFor = (watched: readonly string[], spec = {}, world: Partial<RowWorld> = {}) =>
  becauseYouWatched(
    aSpec('because_you_watched', { count: 3, ...spec }),
    aRowWorld({ items: ITEMS, model: MODEL, watched, ...world }).context,
  )
const idsOfRows = (rows: ReturnType<typeof rowsFor>) => rows.map(({ rowId }) => rowId)

describe('because you watched', () => {
  it('makes a row about each title that was liked, the newest first', () => {
    const rows = rowsFor(['toys', 'heat'])
    expect(idsOfRows(rows)).toEqual(['because:toys', 'because:heat'])
    expect(rows.map(idsOf)).toEqual([['up'], ['ronin', 'casino']])
    expect(rows[0]).toMatchObject({
      title: { template: 'because_you_watched', parameters: { title: 'Title of toys' } },
      about: { itemId: 'toys' },
    })
  })

  it('names as a reason nothing but that title', () => {
    const [row] = rowsFor(['heat', 'toys'], { fill: true })
    expect(row?.history?.map(({ hash }) => hash)).toEqual([itemHash('heat')])
    const named = causesIn(row)
      .flat()
      .flatMap((cause) => (cause.kind === 'title' ? [cause.hash] : []))
    expect(new Set(named)).toEqual(new Set([itemHash('heat')]))
  })

  it('does not say of a title that was only rated that it was watched', () => {
    const { asker } = aRowWorld({ items: [], watched: ['toys', 'heat'] }).context
    const history = asker.history.map((title) => ({ ...title, stars: 5, fraction: null }))
    const [toys, heat] = rowsFor(
      [],
      {},
      { asker: { history: history.map((t, i) => (i === 0 ? t : { ...t, fraction: 0.5 })) } },
    )
    expect(toys?.title).toMatchObject({ template: 'because_you_rated', text: 'Because you rated Title of toys' })
    expect(heat?.title.template).toBe('because_you_watched')
  })

  it('makes no more rows than it is asked for, one where nothing is said', () => {
    expect(rowsFor(['toys', 'heat'], OWN_DEFAULTS.because_you_watched)).toHaveLength(1)
  })

  it('goes on to the next title where too little goes with one', () => {
    expect(idsOfRows(rowsFor(['lonely', 'toys', 'heat'], { min_items: 2, fill: true }))).toEqual(['because:heat'])
  })

  it('takes one title of a franchise', () => {
    expect(idsOfRows(rowsFor(['saw-2', 'saw-1', 'toys']))).toEqual(['because:saw-2', 'because:toys'])
  })

  it('names no title that this audience should not read of', () => {
    const { asker } = aRowWorld({ items: [], watched: ['saw-1', 'toys'] }).context
    const audience = { ...asker.audience, maturityLimit: 12 }
    expect(idsOfRows(rowsFor(['saw-1', 'toys'], {}, { asker: { audience } }))).toEqual(['because:toys'])
  })

  it('leaves out what was liked less than the file asks for', () => {
    const { asker } = aRowWorld({ items: [], watched: ['toys', 'heat'] }).context
    const history = asker.history.map((title, i) => ({ ...title, weight: i === 0 ? 0.4 : 1 }))
    expect(idsOfRows(rowsFor([], {}, { asker: { history } }))).toEqual(['because:heat'])
    expect(idsOfRows(rowsFor([], { min_weight: 0.4 }, { asker: { history } }))).toEqual([
      'because:toys',
      'because:heat',
    ])
  })

  it('does not speak of a title that the viewer has called not interesting', () => {
    const dismissed = new Set([itemHash('toys')])
    expect(idsOfRows(rowsFor(['toys', 'heat'], {}, { asker: { dismissed } }))).toEqual(['because:heat'])
  })

  it('never takes a title that only the request has named', () => {
    const { asker } = aRowWorld({ items: [], watched: ['toys'] }).context
    const history = asker.history.map((title) => ({ ...title, source: 'named' as const }))
    expect(rowsFor([], {}, { asker: { history } })).toEqual([])
  })
})
