/** The ladder, rung by rung, and what chance may do. */
import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import { createScratch } from '@upnext/recsys'
import type { Model } from '@upnext/recsys'
import { anItem, fakeClock } from '@upnext/testkit'
import { askingGuest, askingViewer } from '../facts/asker.ts'
import { aModel, aProfile, aServedModel } from '../testing/a-model.ts'
import { createCatalogOrder } from './catalog-order.ts'
import { nextToWatch } from './next-to-watch.ts'

const ANYBODY = { country: null, maturityLimit: null, kids: null, withoutPersonalization: false }
const TITLES = {
  heat: 'Crime',
  ronin: 'Crime',
  casino: 'Crime',
  trust: 'Crime',
  toys: 'Animation',
  up: 'Animation',
  rare: 'Crime',
}

const catalog = createCatalog()
for (const [itemId, genre] of Object.entries(TITLES)) {
  catalog.apply({ item: anItem({ itemId, genres: [genre] }), receivedAtMs: 0 })
}
for (let i = 0; i < 20; i++) catalog.apply({ item: anItem({ itemId: `filler-${i}`, year: 1900 + i }), receivedAtMs: 0 })

function rowFor(watched: readonly string[], model: Model, options: { limit?: number; exploration?: number } = {}) {
  const clock = fakeClock()
  const { exploration = 0, limit = 5 } = options
  const order = createCatalogOrder(catalog, clock)
  const place = { generation: 1, partition: 0, nextOffset: 1, behind: false }
  const asker =
    watched.length === 0
      ? askingGuest([], ANYBODY)
      : askingViewer({ kind: 'read', profile: aProfile(watched), ...place }, ANYBODY)
  const query = { asker, finished: null, finishedItemId: null, excludeItemIds: [], limit, seed: 'viewer' }
  const sources = { catalog, order, scratch: createScratch(), clock, exploration }
  return nextToWatch({ ...query, served: aServedModel(model) }, sources)
}

const idsOf = ({ titles }: ReturnType<typeof rowFor>): string[] => titles.map(({ title }) => title.itemId)

/** Toys is watched most of late, and heat's genre mates a little; up was, long ago. */
function aWorld(): Model {
  const model = aModel({ heat: [['ronin', 1]] }, { casino: 2, trust: 1, toys: 9, up: 50 })
  const up = model.items.indexOf(itemHash('up'))
  const month = model.popularity.month.slice()
  month[up] = 0
  return { ...model, popularity: { ...model.popularity, month } }
}

describe('next to watch', () => {
  it('goes from what goes with the history to its genres, then to what is popular of late, and at all', () => {
    expect(idsOf(rowFor(['heat'], aWorld()))).toEqual(['ronin', 'casino', 'trust', 'toys', 'up'])
  })

  it('begins with what is popular of late where nothing is known', () => {
    expect(idsOf(rowFor([], aWorld()))).toEqual(['toys', 'casino', 'trust', 'up', expect.any(String)])
  })

  it('reads no more of a history than the model was made for', () => {
    const rows = { heat: [['ronin', 1]], up: [['casino', 1]] } as const
    const model = aModel(rows)
    const short = { ...model, parameters: { ...model.parameters, historyLimit: 1 } }
    expect(rowFor(['heat', 'up'], short).titles.filter(({ causes }) => causes[0]?.kind === 'title')).toHaveLength(1)
  })

  it('gives one place in ten to a title about the same that hardly anybody knows, and says so', () => {
    const content = {
      heat: [
        ['rare', 0.5],
        ['trust', 0.4],
      ],
    } as const
    const crowded = aModel(
      { heat: Array.from({ length: 20 }, (_, i) => [`filler-${i}`, 1 - i / 100]) },
      { trust: 20, rare: 19 },
      content,
    )
    const explored = rowFor(['heat'], crowded, { limit: 10, exploration: 0.1 })
    expect(idsOf(explored)[5]).toBe('rare')
    expect(explored.titles[5]).toMatchObject({ causes: [{ kind: 'exploration' }], propensity: 1 })
    expect(idsOf(rowFor(['heat'], crowded, { limit: 10 }))).not.toContain('rare')
  })

  it('leaves nothing to chance for whom nothing is known', () => {
    const model = aModel({}, { toys: 30 }, { heat: [['rare', 1]] })
    expect(rowFor([], model, { limit: 10, exploration: 1 }).titles.every((one) => one.propensity === undefined)).toBe(
      true,
    )
  })
})
