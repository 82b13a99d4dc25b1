import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LogRecord } from '@upnext/ports'
import { createFakeEventLog } from '@upnext/testkit'
import type { FakeEventLog } from '@upnext/testkit'
import { chunksOf, keepSlice } from './keep-slice.ts'
import type { Sink } from './keep-slice.ts'
import { manifestOf } from './manifest.ts'
import { freshState } from './state.ts'
import type { ReplayState } from './state.ts'

const TOPIC = 'topic'
const PARTITIONS = 4
const even = ({ value }: LogRecord): boolean => (value[0] ?? 0) % 2 === 0
const asked = { topic: TOPIC, holds: 'viewer-events', filters: { viewer_key: null, kind: null, item: null } } as const

async function aLog(records: number): Promise<FakeEventLog> {
  const log = createFakeEventLog([{ name: TOPIC, partitions: PARTITIONS }])
  await log.append(
    TOPIC,
    Array.from({ length: records }, (_, n) => ({ key: Buffer.from(`key ${n % 23}`), value: Buffer.of(n % 256) })),
  )
  return log
}

async function stateFor(log: FakeEventLog): Promise<ReplayState> {
  return freshState('request', await log.bounds(TOPIC))
}

interface Run {
  readonly log: FakeEventLog
  readonly state: ReplayState
  readonly written: string[][]
  /** Fails at this many chunks. */
  readonly failAfter?: number
}

/** Writes are kept as a part file would keep them: at the place that the state says. */
function run({ log, state, written, failAfter = Infinity }: Run): Promise<void> {
  let chunks = 0
  const sink: Sink = {
    chunk: 7,
    async put(partition, records, { bytes: at }) {
      if (chunks++ >= failAfter) throw new Error('disk full')
      const file = (written[partition] ??= [])
      file.splice(at, Infinity, ...records.map(({ offset }) => `${partition}:${offset}`))
      return records.length
    },
    moved: async () => undefined,
  }
  const history = { log, archive: null, mayLose: false }
  const { signal } = new AbortController()
  return keepSlice(history, { topic: TOPIC, state, filter: even, sink, onRead: () => undefined, signal })
}

describe('keepSlice', () => {
  it('writes each partition in order, and what the filter lets through only', async () => {
    const log = await aLog(300)
    const state = await stateFor(log)
    const written: string[][] = []
    await run({ log, state, written })
    const expected = log
      .recordsOf(TOPIC)
      .filter(even)
      .map(({ partition, offset }) => `${partition}:${offset}`)
    expect(written.flat()).toEqual(expected)
    expect(manifestOf(asked, state)).toMatchObject({ read: 300, written: expected.length })
  })

  it('ends with the same file and digest however often it dies, whatever state was saved last', async () => {
    const log = await aLog(200)
    const calm = await stateFor(log)
    const calmly: string[][] = []
    await run({ log, state: calm, written: calmly })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { maxLength: 6 }), fc.array(fc.boolean()), async (deaths, saves) => {
        let saved = JSON.stringify(await stateFor(log))
        const written: string[][] = []
        for (const [n, failAfter] of deaths.entries()) {
          const state = JSON.parse(saved) as ReplayState
          const died = await run({ log, state, written, failAfter }).catch((error: unknown) => error)
          if (died instanceof Error) expect(died.message).toBe('disk full')
          // A kill may come before the state is saved: then the one before holds.
          if (saves[n] === true) saved = JSON.stringify(state)
        }
        const state = JSON.parse(saved) as ReplayState
        await run({ log, state, written })
        expect(written.flat()).toEqual(calmly.flat())
        expect(manifestOf(asked, state)).toEqual(manifestOf(asked, calm))
      }),
      { numRuns: 40 },
    )
  })

  it('tells the first error of what it writes to, and ends', async () => {
    const log = await aLog(50)
    await expect(run({ log, state: await stateFor(log), written: [], failAfter: 0 })).rejects.toThrow('disk full')
  })
})

describe('chunksOf', () => {
  it('cuts batches so that each chunk says where reading goes on', () => {
    const records = Array.from({ length: 10 }, (_, n) => ({
      offset: 2 * n,
      key: Buffer.alloc(0),
      value: Buffer.of(n),
      headers: {},
    }))
    const chunks = chunksOf({ records, nextOffset: 25 }, even, 2)
    expect(chunks.map(({ records: kept, read, next }) => [kept.map(({ offset }) => offset), read, next])).toEqual([
      [[0, 4], 3, 6],
      [[8, 12], 4, 14],
      [[16], 3, 25],
    ])
    expect(chunksOf({ records: [], nextOffset: 9 }, even, 2)).toEqual([{ records: [], read: 0, next: 9 }])
  })
})
