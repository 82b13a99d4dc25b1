import { beforeEach, describe, expect, it } from '@jest/globals'
import { HistoryLostError, PositionPastEndError } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { createFakeEventLog, seededRandom } from '@upnext/testkit'
import type { FakeEventLog } from '@upnext/testkit'
import { parseBoundary } from './boundary.ts'
import type { Boundary } from './boundary.ts'
import { InvertedSliceError, NoReceivedTimeError, resolveSlice } from './resolve-slice.ts'
import type { Slice } from './slice.ts'

const TOPIC = 'topic'
const PARTITIONS = 3
const NO_TIME = 0xffffffff
let log: FakeEventLog

/** The value is the time; the records of one partition are not in its order. */
const receivedAt = ({ value }: LogRecord): number | null => {
  const at = Buffer.from(value).readUInt32BE(0)
  return at === NO_TIME ? null : at
}

beforeEach(async () => {
  log = createFakeEventLog([{ name: TOPIC, partitions: PARTITIONS }])
  const random = seededRandom(3)
  for (let n = 0; n < 1_000; n++) {
    const value = Buffer.alloc(4)
    value.writeUInt32BE(random.next() < 0.05 ? NO_TIME : 10 * n + random.int(0, 500))
    await log.append(TOPIC, [{ key: Buffer.from(`key ${n % 40}`), value }])
  }
})

function resolve(from: Boundary, until: Boundary, mayLose = false): Promise<Slice> {
  const { signal } = new AbortController()
  return resolveSlice({ log, archive: null, mayLose }, TOPIC, { from, until, receivedAt, signal })
}

/** By looking at every record. */
function firstAt(timeMs: number): number[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => {
    const own = log.recordsOf(TOPIC).filter((record) => record.partition === partition)
    return own.find((record) => (receivedAt(record) ?? -1) >= timeMs)?.offset ?? (own.at(-1)?.offset ?? -1) + 1
  })
}

const time = (timeMs: number): Boundary => ({ kind: 'time', timeMs })

describe('resolveSlice', () => {
  it('begins and ends each partition at its first record so late, whatever the order of times', async () => {
    for (const [from, until] of [
      [0, 5_000],
      [1_234, 1_235],
      [2_500, 9_999],
      [7_000, 99_999],
    ] as const) {
      const slice = await resolve(time(from), time(until))
      expect(slice.map(({ start }) => start)).toEqual(firstAt(from))
      expect(slice.map(({ end }) => end)).toEqual(firstAt(until))
    }
  })

  it('takes one offset for all partitions, or one for each', async () => {
    const bounds = await log.bounds(TOPIC)
    const longest = Math.max(...bounds.map(({ end }) => end))
    const cut = await resolve({ kind: 'offset', offset: 5 }, { kind: 'offset', offset: longest })
    expect(cut).toEqual(bounds.map(({ end }) => ({ start: 5, end })))
    const some = await resolve({ kind: 'beginning' }, { kind: 'offsets', offsets: new Map([[1, 7]]) })
    expect(some).toEqual(bounds.map(({ end }, partition) => ({ start: 0, end: partition === 1 ? 7 : end })))
  })

  it('is empty from the end, and until the beginning', async () => {
    const bounds = await log.bounds(TOPIC)
    expect(await resolve({ kind: 'end' }, { kind: 'end' })).toEqual(bounds.map(({ end }) => ({ start: end, end })))
    const none = bounds.map(() => ({ start: 0, end: 0 }))
    expect(await resolve({ kind: 'beginning' }, { kind: 'beginning' })).toEqual(none)
    for (const partition of [0, 1, 2]) log.forget(TOPIC, partition, 50)
    const forgotten = await resolve({ kind: 'beginning' }, { kind: 'beginning' }, true)
    expect(forgotten).toEqual(bounds.map(() => ({ start: 50, end: 50 })))
  })

  it('refuses an offset that is in no partition', async () => {
    const longest = Math.max(...(await log.bounds(TOPIC)).map(({ end }) => end))
    const past: Boundary = { kind: 'offset', offset: longest + 1 }
    await expect(resolve(past, { kind: 'end' })).rejects.toThrow(PositionPastEndError)
    await expect(resolve({ kind: 'beginning' }, past)).rejects.toThrow(PositionPastEndError)
    expect(await resolve({ kind: 'offset', offset: longest }, { kind: 'end' })).toEqual(
      (await log.bounds(TOPIC)).map(({ end }) => ({ start: end, end })),
    )
  })

  it('refuses a slice that ends before it begins, and takes one that does so in some partitions only', async () => {
    for (const [from, until] of [
      [
        { kind: 'offset', offset: 9 },
        { kind: 'offset', offset: 8 },
      ],
      [{ kind: 'end' }, { kind: 'beginning' }],
      [time(50_000), time(40_000)],
      [time(5_000), { kind: 'offset', offset: 1 }],
    ] as const satisfies [Boundary, Boundary][]) {
      await expect(resolve(from, until)).rejects.toThrow(InvertedSliceError)
    }
    const some = await resolve({ kind: 'offset', offset: 9 }, { kind: 'offsets', offsets: new Map([[0, 8]]) })
    expect(some[0]).toEqual({ start: 9, end: 9 })
  })

  it('refuses an offset of a partition that this log does not have', async () => {
    for (const pair of [
      [0, 10_000],
      [9, 1],
    ] as const) {
      const asked = resolve({ kind: 'beginning' }, { kind: 'offsets', offsets: new Map([pair]) })
      await expect(asked).rejects.toThrow(PositionPastEndError)
    }
  })

  it('refuses a time that may lie in what was forgotten, and takes one that surely does not', async () => {
    for (const partition of [0, 1, 2]) log.forget(TOPIC, partition, 50)
    await expect(resolve({ kind: 'beginning' }, { kind: 'end' })).rejects.toThrow(HistoryLostError)
    await expect(resolve(time(0), { kind: 'end' })).rejects.toThrow(HistoryLostError)
    expect((await resolve(time(0), { kind: 'end' }, true)).map(({ start }) => start)).toEqual([50, 50, 50])
    expect((await resolve(time(8_000), { kind: 'end' })).map(({ start }) => start)).toEqual(firstAt(8_000))
  })

  it('refuses a time where records have none', async () => {
    const { signal } = new AbortController()
    const request = { from: time(1), until: { kind: 'end' }, receivedAt: null, signal } as const
    const resolving = resolveSlice({ log, archive: null, mayLose: false }, TOPIC, request)
    await expect(resolving).rejects.toThrow(NoReceivedTimeError)
  })
})

describe('parseBoundary', () => {
  it.each([
    ['beginning', { kind: 'beginning' }],
    ['end', { kind: 'end' }],
    ['42', { kind: 'offset', offset: 42 }],
    ['1:5,0:7', { kind: 'offsets', offsets: new Map([[1, 5]].concat([[0, 7]]) as [number, number][]) }],
    ['2026-01-31', { kind: 'time', timeMs: Date.UTC(2026, 0, 31) }],
    ['2026-01-31T12:30Z', { kind: 'time', timeMs: Date.UTC(2026, 0, 31, 12, 30) }],
    ['2026-01-31T12:30:15.25+02:00', { kind: 'time', timeMs: Date.UTC(2026, 0, 31, 10, 30, 15, 250) }],
  ])('reads %p', (text, boundary) => {
    expect(parseBoundary(text)).toEqual(boundary)
  })

  it.each([
    '',
    'yesterday',
    '2026-01-31T12:00:00',
    '2026-13-01',
    '2026-02-30',
    '2026-02-29T12:00Z',
    '1:2,1:3',
    '1:',
    '-5',
    '1.5',
    '2026'.repeat(5),
  ])('refuses %p', (text) => {
    expect(parseBoundary(text)).toBeNull()
  })
})
