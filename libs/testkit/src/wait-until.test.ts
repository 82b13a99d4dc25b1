import { describe, expect, it } from '@jest/globals'
import { WaitTimeoutError, waitUntil } from './wait-until.ts'

describe('waitUntil', () => {
  it('answers the first truthy value', async () => {
    let looks = 0
    const seen = await waitUntil(() => (++looks === 3 ? 'there' : null), { message: 'third look', intervalMs: 1 })
    expect(seen).toBe('there')
    expect(looks).toBe(3)
  })

  it('takes a look that throws for "not yet"', async () => {
    let looks = 0
    const look = (): boolean => {
      if (++looks < 3) throw new Error('not there')
      return true
    }
    await expect(waitUntil(look, { message: 'no throw', intervalMs: 1 })).resolves.toBe(true)
  })

  it('says what it waited for, and what the last look threw', async () => {
    const look = (): boolean => {
      throw new Error('connection refused')
    }
    const waiting = waitUntil(look, { message: () => 'the server', timeoutMs: 20, intervalMs: 1 })
    await expect(waiting).rejects.toThrow(WaitTimeoutError)
    await expect(waiting).rejects.toThrow(/20 ms in vain: the server \(last look threw: 'connection refused'\)/)
  })

  it('ends in time where a look never settles', async () => {
    const waiting = waitUntil(() => new Promise<boolean>(() => undefined), { message: 'an answer', timeoutMs: 20 })
    await expect(waiting).rejects.toThrow('an answer')
  })
})
