import { describe, expect, it } from '@jest/globals'
import { DeadLetter, topicsOf } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'
import { fold } from '@upnext/profiles'
import { createLogger, createMetrics } from '@upnext/service-kit'
import { createFakeEventLog, fakeClock } from '@upnext/testkit'
import { createTelemetry } from '../telemetry.ts'
import { applyBatch } from './apply-batch.ts'
import { createApplyMemory } from './apply-memory.ts'
import { DEAD_IN_A_ROW } from './dead-streak.ts'
import type { Fold } from './fold-records.ts'
import { NEIGHBOURS, PARTITION, batchOf, eventAt, garbageAt, hex, recordAt, reference } from './records.fixtures.ts'
import { createShakyStore } from './shaky-store.fixtures.ts'

const topics = topicsOf('')

function setUp(more: { fold?: Fold; viewersARun?: number } = {}) {
  const log = createFakeEventLog(Object.values(topics))
  const store = createShakyStore()
  const metrics = createMetrics('feature')
  const crashes: Error[] = []
  const deps = {
    log,
    profiles: store,
    topics,
    clock: fakeClock(),
    telemetry: createTelemetry(metrics, createLogger({ service: 'feature', level: 'silent' }), 1),
    codeVersion: 'test',
    memory: createApplyMemory(),
    onCrash: (error: Error) => void crashes.push(error),
    ...more,
  }
  return {
    log,
    store,
    crashes,
    apply: (records: readonly LogRecord[], position?: number) => applyBatch(deps, 1, batchOf(records, position)),
    letters: () => log.recordsOf(topics.deadLetters.name).map(({ value }) => DeadLetter.decode(value)),
    exposed: async () => (await metrics.expose()).text,
    profileOf: (viewer: string) => hex(store.state().profiles.get(viewer) ?? new Uint8Array()),
  }
}

const viewers = NEIGHBOURS.length
const from = (first: number, count: number): LogRecord[] => Array.from({ length: count }, (_, i) => recordAt(first + i))
/** What the events of these numbers come to for the first viewer. */
const expectedOf = (numbers: readonly number[]) => reference(numbers.map(eventAt)).get(NEIGHBOURS[0] ?? '')

describe('commands to the store', () => {
  it('are a read and a commit for viewers that are new, and a commit alone for those just written', async () => {
    const { store, apply, profileOf, exposed } = setUp()
    await apply(from(0, 1))
    expect(store.sent).toEqual({ reads: 1, commits: 1 })
    await apply([{ ...recordAt(viewers), offset: 1 }])
    expect(store.sent).toEqual({ reads: 1, commits: 2 })
    expect(profileOf(NEIGHBOURS[0] ?? '')).toBe(expectedOf([0, viewers]))
    expect(await exposed()).toContain('upnext_feature_profiles_known_total{from="cache"} 1')
  })

  it('read again after a commit whose answer was lost, and after one that was refused', async () => {
    const { store, apply, profileOf } = setUp()
    await apply(from(0, 1))
    store.fates.push('lost', 'refused')
    const second = { ...recordAt(viewers), offset: 1 }
    await expect(apply([second])).rejects.toThrow('no answer')
    // Offered again: the store has moved, and everything goes on from there.
    expect(await apply([second])).toBe(2)
    const third = { ...recordAt(2 * viewers), offset: 2 }
    await expect(apply([third])).rejects.toThrow('away')
    expect(await apply([third])).toBe(3)
    expect(profileOf(NEIGHBOURS[0] ?? '')).toBe(expectedOf([0, viewers, 2 * viewers]))
  })

  it('answer where to go on from when the store has gone back, and what was held is not believed', async () => {
    const { store, apply, profileOf } = setUp()
    await apply(from(0, 1))
    await apply([{ ...recordAt(viewers), offset: 1 }])
    store.rollBack(1)
    expect(await apply([{ ...recordAt(2 * viewers), offset: 2 }])).toBe(1)
    const reads = store.sent.reads
    await apply([{ ...recordAt(3 * viewers), offset: 1 }])
    expect(store.sent.reads).toBe(reads + 1)
    expect(profileOf(NEIGHBOURS[0] ?? '')).toBe(expectedOf([0, 3 * viewers]))
  })

  it('keep what one run has written for the next one of the same batch', async () => {
    const { apply, store } = setUp({ viewersARun: 2 })
    const count = 3 * viewers
    await apply(from(0, count))
    const all = reference(Array.from({ length: count }, (_, n) => eventAt(n)))
    expect(new Map([...store.state().profiles].map(([viewer, bytes]) => [viewer, hex(bytes)]))).toEqual(all)
    expect(store.sent).toEqual({ reads: 1, commits: Math.ceil(count / 2) })
  })

  it('begin anew behind a run that was sent twice: what it wrote is not what the next run was made for', async () => {
    const { apply, store } = setUp({ viewersARun: 2 })
    const count = 2 * viewers
    store.fates.push('well', 'twice')
    expect(await apply(from(0, count))).toBe(4)
    expect(store.sent.commits).toBe(2)
    expect(await apply(from(4, count - 4))).toBe(count)
    const all = reference(Array.from({ length: count }, (_, n) => eventAt(n)))
    expect(new Map([...store.state().profiles].map(([viewer, bytes]) => [viewer, hex(bytes)]))).toEqual(all)
  })
})

describe('what cannot be folded', () => {
  it('goes to the dead letters with its bytes, whatever the fold throws, and the partition goes on', async () => {
    const stumbling: Fold = (profile, event, caps) => {
      if (event.occurredAtMs === eventAt(1).occurredAtMs) throw new TypeError('odd')
      return fold(profile, event, caps)
    }
    const { apply, letters, store, exposed } = setUp({ fold: stumbling })
    expect(await apply(from(0, 3))).toBe(3)
    expect(letters()).toMatchObject([{ reason: 'TypeError', offset: 1, partition: PARTITION }])
    expect(Buffer.from(letters()[0]?.value ?? [])).toEqual(Buffer.from(recordAt(1).value))
    expect([...store.state().profiles.keys()]).toEqual([NEIGHBOURS[0], NEIGHBOURS[2]])
    expect(await exposed()).toContain('upnext_feature_dead_letters_total{reason="TypeError"} 1')
  })

  it('stays in the log while the dead letters cannot be written', async () => {
    const { apply, log, store } = setUp()
    log.refuseAppends(() => new Error('the log is away'))
    await expect(apply([recordAt(0), garbageAt(1)])).rejects.toThrow('the log is away')
    expect(store.state().position).toBe(0)
    log.refuseAppends(null)
    expect(await apply([recordAt(0), garbageAt(1)])).toBe(2)
  })

  it('is nobody’s fault while the store is away', async () => {
    const { apply, store, letters } = setUp()
    store.fates.push('refused')
    await expect(apply(from(0, 3))).rejects.toThrow('the store is away')
    expect(letters()).toEqual([])
  })

  it('is not set aside by a batch that somebody else has applied', async () => {
    const { apply, store, letters } = setUp()
    await store.commit({ generation: 1, partition: PARTITION, expected: 0, next: 5, profiles: [] })
    expect(await apply([garbageAt(0)])).toBe(5)
    expect(letters()).toEqual([])
  })
})

describe('a stored profile that cannot be unpacked', () => {
  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['damaged', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 2 ? 0xff : byte)))],
    ['of a later version', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 0 ? 99 : byte)))],
  ])('%s, is left as it is: its viewer’s records are set aside, everybody else’s are folded', async (_, damage) => {
    const { apply, store, letters, profileOf } = setUp()
    const [broken = '', whole = ''] = NEIGHBOURS
    const bytes = damage(Buffer.from(reference([eventAt(0)]).get(broken) ?? '', 'hex'))
    const profiles = [{ key: broken, bytes }]
    await store.commit({ generation: 1, partition: PARTITION, expected: 0, next: 1, profiles })
    expect(await apply(from(1, viewers + 1), 1)).toBe(viewers + 2)
    expect(letters()).toMatchObject([{ reason: 'ProfileCorruptError', offset: viewers }])
    expect(profileOf(broken)).toBe(hex(bytes))
    expect(profileOf(whole)).toBe(reference([eventAt(1), eventAt(viewers + 1)]).get(whole))
  })
})

describe('too many dead letters in a row', () => {
  const poison = (first: number, count: number) => Array.from({ length: count }, (_, i) => garbageAt(first + i))

  it('stop the service before the 101st is passed, once, and say what to do', async () => {
    const { apply, crashes, letters, store } = setUp()
    expect(await apply(poison(0, DEAD_IN_A_ROW))).toBe(DEAD_IN_A_ROW)
    await expect(apply(poison(DEAD_IN_A_ROW, 1))).rejects.toThrow('nothing is lost')
    await expect(apply(poison(DEAD_IN_A_ROW, 1))).rejects.toThrow('upnext dead-letters list')
    expect(crashes).toMatchObject([{ name: 'TooManyDeadLettersError' }])
    expect(letters()).toHaveLength(DEAD_IN_A_ROW)
    expect(store.state().position).toBe(DEAD_IN_A_ROW)
  })

  it('do not where a good record stands between them, or the same ones are offered again', async () => {
    const { apply, crashes, log } = setUp()
    log.refuseAppends(() => new Error('the log is away'))
    for (let time = 0; time < 3; time++) await expect(apply(poison(0, 60))).rejects.toThrow('away')
    log.refuseAppends(null)
    const nextOffset = await apply([...poison(0, 60), recordAt(60), ...poison(61, 90)])
    expect([nextOffset, crashes]).toEqual([151, []])
  })
})
