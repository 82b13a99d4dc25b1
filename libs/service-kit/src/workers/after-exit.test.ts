import { describe, expect, it } from '@jest/globals'
import { StoreUnavailableError } from '@upnext/ports'
import { MOST_CRASHES, afterExit } from './after-exit.ts'

const passing = new StoreUnavailableError('the store is away')
const lasting = new Error('the rows are broken')
const running = { anyWasReady: true, anyIsReady: true }
const starting = { anyWasReady: false, anyIsReady: false }

describe('when a worker has ended by itself', () => {
  it('another takes its place after a crash, later and later, but never very late', () => {
    const pauses = [1, 2, 3, 20].map((crashes) => afterExit({ failure: null, crashes, ...running }))
    expect(pauses).toEqual([100, 200, 400, 10_000].map((afterMs) => ({ kind: 'replace', afterMs })))
  })

  it('all end where a restart does not mend it, also while others are ready', () => {
    expect(afterExit({ failure: lasting, crashes: 1, ...running })).toEqual({ kind: 'end', failure: lasting })
  })

  it('another takes its place where a server was away', () => {
    expect(afterExit({ failure: passing, crashes: 1, ...running })).toMatchObject({ kind: 'replace' })
  })

  it('all end on any failure before one was ever ready, but not on a kill', () => {
    expect(afterExit({ failure: passing, crashes: 1, ...starting })).toEqual({ kind: 'end', failure: passing })
    expect(afterExit({ failure: null, crashes: 1, ...starting })).toMatchObject({ kind: 'replace' })
  })

  it('all end after some crashes in a row, unless others are ready', () => {
    const last = { failure: null, crashes: MOST_CRASHES }
    expect(afterExit({ ...last, ...starting })).toEqual({ kind: 'end', failure: null })
    expect(afterExit({ ...last, anyWasReady: true, anyIsReady: false })).toEqual({ kind: 'end', failure: null })
    expect(afterExit({ ...last, ...running })).toMatchObject({ kind: 'replace' })
    expect(afterExit({ ...last, ...starting, crashes: MOST_CRASHES - 1 })).toMatchObject({ kind: 'replace' })
  })
})
