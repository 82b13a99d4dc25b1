import { expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { explainedLater } from './candidate.ts'
import { fact } from './fact.ts'

const causes = [fact(ReasonType.REASON_TYPE_POPULAR)]

function aCandidate() {
  const catalog = createCatalog()
  catalog.apply({ item: anItem({ itemId: 'heat' }), receivedAtMs: 0 })
  const title = catalog.byId('heat')
  if (title === undefined) throw new Error('the catalogue lost a title')
  let asked = 0
  const candidate = explainedLater(title, 0.5, () => {
    asked += 1
    return causes
  })
  return { candidate, title, asked: () => asked }
}

it('asks why when somebody wants to know, and once', () => {
  const { candidate, asked } = aCandidate()
  expect(asked()).toBe(0)
  expect(candidate.causes).toBe(causes)
  expect(candidate.causes).toBe(causes)
  expect(asked()).toBe(1)
})

it('is copied with its causes', () => {
  const { candidate, title } = aCandidate()
  expect({ ...candidate, score: 0.25 }).toEqual({ title, score: 0.25, causes })
})
