import { expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { causesOf, explainedLater } from './candidate.ts'
import { fact } from './fact.ts'

const causes = [fact(ReasonType.REASON_TYPE_POPULAR)]

function aCandidate() {
  const catalog = createCatalog()
  catalog.apply({ item: anItem({ itemId: 'heat' }), receivedAtMs: 0 })
  const title = catalog.byId('heat')
  if (title === undefined) throw new Error('the catalogue lost a title')
  let asked = 0
  const explain = (): typeof causes => {
    asked += 1
    return causes
  }
  const candidate = { title, score: 0.5, causes: explainedLater(explain) }
  return { candidate, asked: () => asked }
}

it('asks why when somebody wants to know, and once', () => {
  const { candidate, asked } = aCandidate()
  expect(asked()).toBe(0)
  expect(causesOf(candidate)).toBe(causes)
  const copy = { ...candidate, score: 0.25 }
  expect(causesOf(copy)).toBe(causes)
  expect(asked()).toBe(1)
})

it('says what was known from the start', () => {
  expect(causesOf({ causes })).toBe(causes)
})
