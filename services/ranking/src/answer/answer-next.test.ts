/** The ladder, rung by rung, and what chance may do. */
import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, decodeTracking, itemHash, viewerKey } from '@upnext/contracts'
import type { RowItem } from '@upnext/contracts'
import type { Model } from '@upnext/recsys'
import { anItem, fakeClock } from '@upnext/testkit'
import { SILENT } from '../request/fields.ts'
import { NO_WISHES } from '../request/wishes.ts'
import { aModel, aProfile, aServedModel } from '../testing/a-model.ts'
import { NOBODY_WAITS, rowsWith, someSources } from '../testing/some-sources.ts'
import { answerNext } from './answer-next.ts'

const KEYS = { secret: Buffer.alloc(32), namespace: 'test' }
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

async function rowFor(
  watched: readonly string[],
  model: Model,
  { limit = 5, exploration = 0 }: { limit?: number; exploration?: number } = {},
): Promise<readonly RowItem[]> {
  const clock = fakeClock()
  const place = { generation: 1, partition: 0, nextOffset: 1, behind: false }
  const profile = watched.length === 0 ? null : aProfile(watched)
  const reading = { kind: 'read' as const, profile, ...place }
  const request = {
    audience: { kind: 'viewer' as const, key: viewerKey(KEYS, 'ann'), after: null },
    finishedItemId: null,
    excludeItemIds: [],
    facts: SILENT,
    wishes: NO_WISHES,
    limit,
  }
  const rows = rowsWith({ exploration })
  const sources = someSources({ catalog, clock, served: aServedModel(model), reading, rows })
  return (await answerNext(request, NOBODY_WAITS, sources)).row?.items ?? []
}

const idsOf = (items: readonly RowItem[]): string[] => items.map(({ itemId }) => itemId)
const isByChance = ({ tracking }: RowItem): boolean => decodeTracking(tracking)?.propensity !== 1

/** Toys is watched most of late, and heat's genre mates a little; up was, long ago. */
function aWorld(): Model {
  const model = aModel({ heat: [['ronin', 1]] }, { casino: 2, trust: 1, toys: 9, up: 50 })
  const up = model.items.indexOf(itemHash('up'))
  const month = model.popularity.month.slice()
  month[up] = 0
  return { ...model, popularity: { ...model.popularity, month } }
}

describe('next to watch', () => {
  it('goes from what goes with the history to its genres, then to what is popular of late, and at all', async () => {
    expect(idsOf(await rowFor(['heat'], aWorld()))).toEqual(['ronin', 'casino', 'trust', 'toys', 'up'])
  })

  it('begins with what is popular of late where nothing is known', async () => {
    expect(idsOf(await rowFor([], aWorld()))).toEqual(['toys', 'casino', 'trust', 'up', expect.any(String)])
  })

  it('reads no more of a history than the model was made for', async () => {
    const rows = { heat: [['ronin', 1]], up: [['casino', 1]] } as const
    const model = aModel(rows)
    const short = { ...model, parameters: { ...model.parameters, historyLimit: 1 } }
    const isNamed = ({ reasons }: RowItem): boolean => reasons[0]?.itemId !== ''
    expect((await rowFor(['heat', 'up'], short)).filter(isNamed)).toHaveLength(1)
  })

  it('gives one place in ten to a title about the same that hardly anybody knows, and says so', async () => {
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
    const explored = await rowFor(['heat'], crowded, { limit: 10, exploration: 0.1 })
    expect(idsOf(explored)[5]).toBe('rare')
    expect(explored[5]?.reasons).toMatchObject([{ type: ReasonType.REASON_TYPE_EXPLORATION, share: 1 }])
    expect(idsOf(await rowFor(['heat'], crowded, { limit: 10 }))).not.toContain('rare')
  })

  it('leaves nothing to chance for whom nothing is known', async () => {
    const model = aModel({}, { toys: 30 }, { heat: [['rare', 1]] })
    const items = await rowFor([], model, { limit: 10, exploration: 1 })
    expect(items.filter(isByChance)).toEqual([])
    expect(items.flatMap(({ reasons }) => reasons.map(({ type }) => type))).not.toContain(
      ReasonType.REASON_TYPE_EXPLORATION,
    )
  })
})
