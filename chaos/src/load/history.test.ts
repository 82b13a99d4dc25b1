import { describe, expect, it } from '@jest/globals'
import { createHistory } from './history.ts'

describe('the history', () => {
  it('keeps an acknowledgement, whatever is heard before or after it', () => {
    const history = createHistory(10)
    const [a, b, c] = [history.begin() ?? -1, history.begin() ?? -1, history.begin() ?? -1]
    history.tell(a, 'unknown')
    history.tell(a, 'acked')
    history.tell(b, 'acked')
    history.tell(b, 'unknown')
    history.tell(c, 'unknown')
    expect([a, b, c].map((n) => history.of(n))).toEqual(['acked', 'acked', 'unknown'])
    expect(history.counts()).toEqual({ acked: 2, rejected: 0, unknown: 1 })
    expect(history.contradictions).toBe(0)
  })

  it('notices a collector that takes and refuses the same event', () => {
    const history = createHistory(10)
    const n = history.begin() ?? -1
    history.tell(n, 'acked')
    history.tell(n, 'rejected')
    expect(history.of(n)).toBe('acked')
    expect(history.contradictions).toBe(1)
  })

  it('is bounded', () => {
    const history = createHistory(2)
    expect([history.begin(), history.begin(), history.begin()]).toEqual([0, 1, null])
    expect(history.size).toBe(2)
    expect(history.of(1)).toBeNull()
  })
})
