import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { historyOfGuest, withNamedTitle } from '../facts/history.ts'
import type { CandidateCause } from './candidate.ts'
import { fact } from './fact.ts'
import { isPersonal } from './personal.ts'

const catalog = createCatalog()
catalog.apply({ item: anItem({ itemId: 'ronin' }), receivedAtMs: 0 })
const title = catalog.byId('ronin')
const HEAT = itemHash('heat')

function isPersonalFor(cause: CandidateCause, history = historyOfGuest([{ hash: HEAT, weight: 1 }])): boolean {
  if (title === undefined) throw new Error('the catalogue lost a title')
  return isPersonal([{ title, score: 1, causes: [cause] }], history)
}

describe('an answer is personal', () => {
  it.each(['CONTINUE', 'NEXT_EPISODE', 'LISTED', 'FRIEND', 'WATCHED_BEFORE'] as const)(
    'where a title says %s',
    (name) => {
      expect(isPersonalFor(fact(ReasonType[`REASON_TYPE_${name}`]))).toBe(true)
    },
  )

  it.each(['POPULAR', 'TRENDING', 'GENRE', 'NEW', 'EDITORIAL', 'SPONSORED', 'PINNED', 'CATALOG'] as const)(
    'but not where it says no more than %s',
    (name) => {
      expect(isPersonalFor(fact(ReasonType[`REASON_TYPE_${name}`]))).toBe(false)
    },
  )

  it('where a title goes with the history, and not only with what the request named', () => {
    const cause = { kind: 'title', hash: HEAT, share: 1 } as const
    expect(isPersonalFor(cause)).toBe(true)
    expect(isPersonalFor(cause, withNamedTitle([], HEAT))).toBe(false)
  })
})
