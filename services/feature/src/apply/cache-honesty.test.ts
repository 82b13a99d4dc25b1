/** Whatever happens between two writers and their store, what they hold in memory never gets into a profile it does not belong to. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { topicsOf } from '@upnext/contracts'
import { createLogger, createMetrics } from '@upnext/service-kit'
import { createFakeEventLog, fakeClock } from '@upnext/testkit'
import { createTelemetry } from '../telemetry.ts'
import { applyBatch } from './apply-batch.ts'
import { createApplyMemory } from './apply-memory.ts'
import type { ApplyMemory } from './apply-memory.ts'
import { createProfileCache } from './profile-cache.ts'
import type { ProfileCache } from './profile-cache.ts'
import { PARTITION, batchOf, eventAt, hex, recordAt, reference } from './records.fixtures.ts'
import { createShakyStore } from './shaky-store.fixtures.ts'
import type { Fate, ShakyStore } from './shaky-store.fixtures.ts'

const topics = topicsOf('')
const telemetry = createTelemetry(createMetrics('feature'), createLogger({ service: 'feature', level: 'silent' }), 1)
const log = createFakeEventLog(Object.values(topics))
const EVENTS = 40
const records = Array.from({ length: EVENTS }, (_, n) => recordAt(n))
const expected = reference(Array.from({ length: EVENTS }, (_, n) => eventAt(n)))

/** A process as the log's adapters drive it: it goes on from where it was told, and offers again what was rejected. */
function createWriter(store: ShakyStore, memory: ApplyMemory) {
  const deps = {
    log,
    profiles: store,
    topics,
    clock: fakeClock(),
    telemetry,
    codeVersion: 'test',
    memory,
    viewersARun: 3,
  }
  let position: number | null = null
  const step = async (take: number): Promise<void> => {
    position ??= (await store.read(1, PARTITION, [])).position
    const batch = batchOf(records.slice(position, position + take), position)
    if (batch.records.length === 0) return
    position = await applyBatch(deps, 1, batch).catch(() => position)
  }
  return {
    step,
    /** Loses the partition and is given it again. */
    rejoin() {
      position = null
    },
    async toTheEnd(): Promise<void> {
      for (position = null; store.state().position < EVENTS;) await step(7)
    },
  }
}

const stored = (store: ShakyStore) =>
  new Map([...store.state().profiles].map(([viewer, bytes]) => [viewer, hex(bytes)]))

const aFate = fc.constantFrom<Fate>('well', 'well', 'well', 'lost', 'refused', 'twice', 'rolled back')
const aStep = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.constant(0) },
)

/** Two writers of one partition at the same time, in every order that their commands can reach the store. */
const schedules = (createCache: () => ProfileCache) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.array(aFate, { maxLength: 30 }),
    fc.array(aStep, { maxLength: 15 }),
    fc.array(aStep, { maxLength: 15 }),
    async (scheduler, fates, first, second) => {
      const store = createShakyStore(() => scheduler.schedule(Promise.resolve()))
      store.fates.push(...fates)
      const writers = [first, second].map((steps) => ({
        steps,
        writer: createWriter(store, createApplyMemory(createCache())),
      }))
      const running = writers.map(async ({ steps, writer }) => {
        for (const take of steps) {
          if (take === 0) writer.rejoin()
          else await writer.step(take)
        }
        await writer.toTheEnd()
      })
      await scheduler.waitFor(Promise.all(running))
      expect(stored(store)).toEqual(expected)
    },
  )

describe('two writers who hold profiles', () => {
  it('end in the profiles of the distinct events, whatever befalls them', async () => {
    await fc.assert(
      schedules(() => createProfileCache()),
      { numRuns: 100 },
    )
  })

  it('also where they hold hardly any', async () => {
    await fc.assert(
      schedules(() => createProfileCache(400)),
      { numRuns: 40 },
    )
  })

  it('would not, were what is held not tied to the position', async () => {
    const faithless = (): ProfileCache => {
      const cache = createProfileCache()
      const held = cache.at(1, PARTITION, 0)
      return { at: () => ({ ...held, drop: () => undefined }), clear: () => undefined }
    }
    const { failed } = await fc.check(schedules(faithless), { numRuns: 200, endOnFailure: true })
    expect(failed).toBe(true)
  })
})
