import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, itemHash } from '@upnext/contracts'
import type { Reason } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import type { HistoryTitle } from '../facts/history.ts'
import type { CandidateCause } from './candidate.ts'
import { fact } from './fact.ts'
import { createReasonContext, reasonsOf } from './reasons.ts'

const KNOWN = ['a', 'b', 'c', 'd', 'e', 'f']
/** In the history, and not in the catalogue; in neither; in both, and not to be named. */
const IDS = [...KNOWN, 'gone', 'foreign', 'hidden']
const catalog = createCatalog()
for (const itemId of [...KNOWN, 'hidden']) catalog.apply({ item: anItem({ itemId }), receivedAtMs: 0 })
const title = catalog.byId('a')
const unknown = { stars: null, thumbUp: null, fraction: null }
const history = [...KNOWN, 'gone', 'hidden'].map((id, at): HistoryTitle => {
  const stars = at % 2 === 0 ? 4 : null
  return { hash: itemHash(id), weight: 1, source: 'profile', ...unknown, stars }
})
const context = createReasonContext(history, catalog, ({ itemId }) => itemId !== 'hidden')

/** As it is promised: a reason for each cause, those without a name put together, the three weightiest. */
function oracle(causes: readonly CandidateCause[]): Pick<Reason, 'type' | 'itemId' | 'share'>[] {
  const merged: Pick<Reason, 'type' | 'itemId' | 'share'>[] = []
  for (const cause of causes) {
    const [reason] = reasonsOf({ title: titleOf(), score: 1, causes: [cause] }, context)
    if (reason === undefined) throw new Error('no reason for a cause')
    const { type, itemId } = reason
    const share = Math.floor(cause.share * 1000 + 1e-6) / 1000
    const same = merged.find((other) => itemId === '' && other.itemId === '' && other.type === type)
    if (same === undefined) merged.push({ type, itemId, share })
    else same.share = Math.floor((same.share + share) * 1000 + 1e-6) / 1000
  }
  return merged.sort((a, b) => b.share - a.share).slice(0, 3)
}

function titleOf() {
  if (title === undefined) throw new Error('the catalogue lost a title')
  return title
}

const anyCauses = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...IDS, 'popular', 'new'),
      part: fc.integer({ min: 1, max: 40 }),
    }),
    { selector: ({ id }) => id, minLength: 1 },
  )
  .map((parts) => {
    const sum = parts.reduce((total, { part }) => total + part, 0)
    const { REASON_TYPE_NEW, REASON_TYPE_POPULAR } = ReasonType
    return parts
      .map(({ id, part }): CandidateCause => {
        const share = part / sum
        if (id === 'popular') return fact(REASON_TYPE_POPULAR, share)
        if (id === 'new') return fact(REASON_TYPE_NEW, share)
        return { kind: 'title', hash: itemHash(id), share }
      })
      .sort((a, b) => b.share - a.share)
  })

it('gives the three weightiest reasons of all', () => {
  fc.assert(
    fc.property(anyCauses, (causes) => {
      const reasons = reasonsOf({ title: titleOf(), score: 1, causes }, context)
      expect(reasons.map(({ type, itemId, share }) => ({ type, itemId, share }))).toEqual(oracle(causes))
      expect(reasons.every(({ text }) => text !== '')).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
