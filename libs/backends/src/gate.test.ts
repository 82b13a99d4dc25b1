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

  it('releases at once where nothing is under way, and only once', async () => {
    const gate = createGate('thing', toUnavailable)
    await gate.run(() => Promise.resolve())
    let released = 0
    const release = (): Promise<void> => Promise.resolve(void (released += 1))
    await Promise.all([gate.close(release), gate.close(release)])
    expect(released).toBe(1)
  })

  it('waits for work that fails, too, whether it rejects or throws', async () => {
    const gate = createGate('thing', toUnavailable)
    let fail = (): void => undefined
    const rejecting = gate.run(() => new Promise((_, reject) => (fail = () => reject(new Error('vendor')))))
    const throwing = gate.run(() => {
      throw new Error('vendor')
    })
    await expect(throwing).rejects.toThrow(StoreUnavailableError)
    let released = false
    const closed = gate.close(() => Promise.resolve(void (released = true)))
    await new Promise(setImmediate)
    expect(released).toBe(false)
    fail()
    await expect(rejecting).rejects.toThrow(StoreUnavailableError)
    await closed
    expect(released).toBe(true)
  })

  it('translates what goes wrong, and keeps the cause', async () => {
    const cause = new Error('vendor')
    const failing = createGate('thing', toUnavailable).run(() => Promise.reject(cause))
    await expect(failing).rejects.toMatchObject({ code: 'UPNEXT_STORE_UNAVAILABLE', cause })
  })
})
