import { describe, expect, it } from '@jest/globals'
import { ClosedError, StoreUnavailableError } from '@upnext/ports'
import { createGate } from './gate.ts'

const toUnavailable = (error: unknown): Error => new StoreUnavailableError('translated', { cause: error })

describe('gate', () => {
  it('waits for what is under way before it releases, and refuses what comes later', async () => {
    const gate = createGate('thing', toUnavailable)
    const happened: string[] = []
    let finish = (): void => undefined
    const work = gate.run(
      () =>
        new Promise<void>((resolve) => {
          finish = () => {
            happened.push('worked')
            resolve()
          }
        }),
    )
    const closed = gate.close(() => Promise.resolve(void happened.push('released')))
    await expect(gate.run(() => Promise.resolve())).rejects.toThrow(ClosedError)
    finish()
    await Promise.all([work, closed, gate.close(() => Promise.reject(new Error('must not run')))])
    expect(happened).toEqual(['worked', 'released'])
  })

  it('translates what goes wrong, and keeps the cause', async () => {
    const cause = new Error('vendor')
    const failing = createGate('thing', toUnavailable).run(() => Promise.reject(cause))
    await expect(failing).rejects.toMatchObject({ code: 'UPNEXT_STORE_UNAVAILABLE', cause })
  })
})
