import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '@upnext/testkit'
import { createRetries } from './retries.ts'
import { toldBy } from './send-events.ts'

const results = [
  { i: 0, status: 'accepted' },
  { i: 1, status: 'rejected' },
]

describe('what a sender is told', () => {
  it('is, event by event, what a 202 or a 422 says', () => {
    expect(toldBy(202, { results }, 2)).toEqual(['acked', 'rejected'])
    expect(toldBy(422, { results: [{ i: 0, status: 'rejected' }] }, 1)).toEqual(['rejected'])
  })

  it('is unknown where the answer promises nothing, or leaves an event out', () => {
    expect(toldBy(503, { error: {} }, 2)).toEqual(['unknown', 'unknown'])
    expect(toldBy(500, { results }, 2)).toEqual(['unknown', 'unknown'])
    expect(toldBy(202, 'ok', 1)).toEqual(['unknown'])
    expect(toldBy(202, { results }, 3)).toEqual(['acked', 'rejected', 'unknown'])
  })
})

describe('retries', () => {
  it('come later, under the same number, a few times at most', () => {
    const retries = createRetries(seededRandom(1))
    for (let n = 0; n < 100; n++) retries.add(n, 1, 0)
    expect(retries.due(0, 1_000)).toEqual([])
    expect(retries.waiting).toBeGreaterThan(60)
    const due = retries.due(1_000, 1_000)
    expect(due.length).toBeGreaterThan(60)
    expect(retries.waiting).toBe(0)
    for (const { n } of due) retries.add(n, 5, 0)
    expect(retries.waiting).toBe(0)
  })
})
