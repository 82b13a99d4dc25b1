import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import type { HistoryTitle } from '../facts/history.ts'
import type { CandidateCause } from './candidate.ts'
import { fact } from './fact.ts'
import { createReasonContext, reasonsOf } from './reasons.ts'

const catalog = createCatalog()
for (const itemId of ['heat', 'ronin', 'toys', 'up', 'new']) {
  catalog.apply({ item: anItem({ itemId, title: `T-${itemId}` }), receivedAtMs: 0 })
}

const watched = (id: string, parts: Partial<HistoryTitle> = {}): HistoryTitle => {
  const unknown = { stars: null, thumbUp: null, fraction: null }
  return { hash: itemHash(id), weight: 1, source: 'profile', ...unknown, ...parts }
}
const because = (id: string, share: number): CandidateCause => ({ kind: 'title', hash: itemHash(id), share })

function reasons(causes: readonly CandidateCause[], history: readonly HistoryTitle[], hidden: readonly string[] = []) {
  const title = catalog.byId('new')
  if (title === undefined) throw new Error('the catalogue lost a title')
  const context = createReasonContext(history, catalog, ({ itemId }) => !hidden.includes(itemId))
  return reasonsOf({ title, score: 1, causes }, context)
}

describe('reasons', () => {
  it('name the viewer’s own titles with what the viewer did', () => {
    const history = [
      watched('heat', { stars: 4.5 }),
      watched('ronin', { fraction: 0.5 }),
      watched('up', { thumbUp: true }),
    ]
    expect(reasons([because('heat', 0.5), because('ronin', 0.3), because('up', 0.2)], history)).toMatchObject([
      {
        type: ReasonType.REASON_TYPE_SIMILAR_TO_RATED,
        itemId: 'heat',
        stars: 4.5,
        text: 'Because you gave 4.5 stars to T-heat',
      },
      { type: ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED, itemId: 'ronin', watchedFraction: 0.5 },
      { type: ReasonType.REASON_TYPE_SIMILAR_TO_RATED, itemId: 'up', thumbUp: true, text: 'Because you liked T-up' },
    ])
  })

  it('are at most three, the weightiest', () => {
    const ids = ['heat', 'ronin', 'toys', 'up']
    const given = reasons(
      ids.map((id) => because(id, 0.25)),
      ids.map((id) => watched(id)),
    )
    expect(given.map(({ itemId }) => itemId)).toEqual(['heat', 'ronin', 'toys'])
  })

  it('never name a title outside the history', () => {
    const expected = { type: ReasonType.REASON_TYPE_CATALOG, itemId: '', title: '', share: 1 }
    expect(reasons([because('heat', 1)], [])).toMatchObject([expected])
  })

  it('never name a title that this audience should not read of', () => {
    const [reason] = reasons([because('heat', 1)], [watched('heat', { stars: 5 })], ['heat'])
    expect(reason).toMatchObject({ type: ReasonType.REASON_TYPE_SIMILAR_TO_RATED, itemId: '', title: '' })
    expect(reason?.stars).toBeUndefined()
  })

  it('say once what they say without a name', () => {
    const history = [watched('gone-1'), watched('gone-2'), watched('heat')]
    const given = reasons([because('heat', 0.4), because('gone-1', 0.35), because('gone-2', 0.25)], history)
    expect(given.map(({ itemId, share }) => [itemId, share])).toEqual([
      ['', 0.6],
      ['heat', 0.4],
    ])
  })

  it('call the title that was asked about by its own type', () => {
    const [reason] = reasons([because('heat', 1)], [watched('heat', { source: 'named' })])
    expect(reason).toMatchObject({ type: ReasonType.REASON_TYPE_SIMILAR_TO_ITEM, text: 'Goes with T-heat' })
  })

  it('never promise more than there is', () => {
    const ids = ['heat', 'ronin', 'toys']
    const given = reasons(
      ids.map((id) => because(id, 1 / 3)),
      ids.map((id) => watched(id)),
    )
    expect(given.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1)
    expect(given[0]?.share).toBe(0.333)
    const tooMuch = reasons([because('heat', 1.5), fact(ReasonType.REASON_TYPE_NEW, 0.5)], [watched('heat')])
    expect(tooMuch.map(({ share }) => share)).toEqual([0.75, 0.25])
  })

  it('are one at least', () => {
    expect(reasons([], [])).toMatchObject([{ type: ReasonType.REASON_TYPE_CATALOG, share: 1 }])
  })

  it('say plainly what names no title', () => {
    expect(reasons([fact(ReasonType.REASON_TYPE_POPULAR, 1)], [])).toMatchObject([
      { type: ReasonType.REASON_TYPE_POPULAR, share: 1 },
    ])
    expect(reasons([fact(ReasonType.REASON_TYPE_WATCHED_BEFORE, 1)], [])).toMatchObject([
      { type: ReasonType.REASON_TYPE_WATCHED_BEFORE, share: 1, itemId: '', text: 'You have watched it before' },
    ])
    expect(reasons([fact(ReasonType.REASON_TYPE_EXPLORATION)], [])).toMatchObject([
      { type: ReasonType.REASON_TYPE_EXPLORATION, share: 1, itemId: '' },
    ])
    expect(reasons([fact(ReasonType.REASON_TYPE_CATALOG)], [])).toMatchObject([
      { type: ReasonType.REASON_TYPE_CATALOG, share: 1 },
    ])
  })
})
