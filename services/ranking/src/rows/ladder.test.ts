import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { anItem } from '@upnext/testkit'
import { aModel } from '../testing/a-model.ts'
import { aRowWorld } from '../testing/a-row-world.ts'
import type { Candidate, LadderStep, Rung } from './candidate.ts'
import { climb, climbLadder, lastResort, listRung } from './ladder.ts'
import type { Step } from './ladder.ts'

const catalog = createCatalog()
for (const itemId of ['a', 'b', 'c', 'd']) catalog.apply({ item: anItem({ itemId }), receivedAtMs: 0 })

/** A step that has these titles to give, with their scores. */
function step(name: LadderStep, ...stock: readonly (readonly [string, number])[]): Step {
  const candidates = stock.flatMap(([id, score]): Candidate[] => {
    const title = catalog.byId(id)
    return title === undefined ? [] : [{ title, score, causes: [] }]
  })
  return { step: name, rung: listRung(() => candidates) }
}

const idsOf = (row: readonly Candidate[]): string[] => row.map(({ title }) => title.itemId)
const stepsOf = (row: readonly Candidate[]): (string | undefined)[] => row.map((candidate) => candidate.step)

describe('climbing', () => {
  it('goes down a step only for what the one above leaves open, takes no title twice, and says which step found it', () => {
    const steps = [
      step('own', ['a', 1]),
      step('month_popular', ['a', 9], ['b', 8]),
      step('catalog', ['c', 7], ['d', 6]),
    ]
    const row = climb(steps, 3, () => true)
    expect(idsOf(row)).toEqual(['a', 'b', 'c'])
    expect(stepsOf(row)).toEqual([undefined, 'month_popular', 'catalog'])
  })

  it('does not ask further steps once the row is full', () => {
    const never: Rung = () => {
      throw new Error('was asked')
    }
    expect(idsOf(climb([step('own', ['a', 1]), { step: 'catalog', rung: never }], 1, () => true))).toEqual(['a'])
  })

  it('keeps scores descending from step to step', () => {
    const steps = [step('own', ['a', 0.2]), step('catalog', ['b', 900], ['c', 450])]
    const scores = climb(steps, 3, () => true).map(({ score }) => score)
    expect(scores[0]).toBe(0.2)
    expect(scores[1]).toBeLessThan(0.2)
    expect(scores[2]).toBeCloseTo((scores[1] ?? 0) / 2)
  })

  it('shows nothing that is not allowed', () => {
    expect(idsOf(climb([step('own', ['a', 1], ['b', 1])], 2, ({ itemId }) => itemId !== 'a'))).toEqual(['b'])
  })
})

const CRIME = { genres: ['Crime'] }
const WORLD = {
  items: [
    anItem({ itemId: 'heat', ...CRIME }),
    anItem({ itemId: 'casino', ...CRIME }),
    ...['toys', 'up', 'x'].map((itemId) => anItem({ itemId })),
  ],
  model: withoutMonth(aModel({}, { heat: 1, casino: 2, toys: 9, up: 50 }), 3),
}

/** The most popular title of all time is not watched any more. */
function withoutMonth(model: ReturnType<typeof aModel>, place: number) {
  const { total, month } = model.popularity
  const last = [...total].sort((a, b) => a - b)[place]
  return { ...model, popularity: { ...model.popularity, month: month.map((value) => (value === last ? 0 : value)) } }
}

describe('the ladder', () => {
  it('goes by the genres, what is watched of late, over all time, and anything there is', () => {
    const { context } = aRowWorld({ ...WORLD, depth: 9 })
    const row = climbLadder(context, { own: [], fill: true, genres: () => ['Crime'] })
    expect(idsOf(row)).toEqual(['casino', 'heat', 'toys', 'up', 'x'])
    expect(stepsOf(row)).toEqual(['genre_popular', 'genre_popular', 'month_popular', 'all_time_popular', 'catalog'])
  })

  it('is not climbed where the row must not be filled', () => {
    const { context } = aRowWorld(WORLD)
    expect(climbLadder(context, { own: [step('own', ['a', 1]).rung], fill: false })).toHaveLength(1)
  })

  it('has only the catalogue where there is no model', () => {
    const { context } = aRowWorld({ items: WORLD.items })
    expect(new Set(stepsOf(climbLadder(context, { own: [], fill: true, genres: () => ['Crime'] })))).toEqual(
      new Set(['catalog']),
    )
  })
})

describe('the last resort', () => {
  it('brings seen titles back, but none that another rule hides', () => {
    const items = [anItem({ itemId: 'heat' }), anItem({ itemId: 'toys' }), anItem({ itemId: 'gone', withdrawn: true })]
    const { context } = aRowWorld({
      items,
      model: aModel({}, { heat: 1, gone: 5 }),
      watched: ['heat', 'toys', 'gone'],
    })
    const row = lastResort(context)
    expect(idsOf(row)).toEqual(['heat', 'toys'])
    expect(stepsOf(row)).toEqual(['watched_before', 'watched_before'])
  })

  it('finds first what came a moment ago and nobody has seen', () => {
    const world = aRowWorld({ items: [anItem({ itemId: 'heat' })], watched: ['heat'] })
    expect(climbLadder(world.context, { own: [], fill: true })).toEqual([])
    world.catalog.apply({ item: anItem({ itemId: 'new' }), receivedAtMs: 0 })
    expect(idsOf(climbLadder(world.context, { own: [], fill: true }))).toEqual(['new'])
    expect(lastResort(world.context)).toMatchObject([{ title: { itemId: 'new' }, step: 'catalog' }])
  })
})
