/**
 * The story of one partition that several consumers believe to hold, in every order that their reads and commits can have: each step
 * of the store waits until the scheduler lets it through. One of them fetched a batch long ago and has slept since.
 */
import { encodeViewerEvent } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import type { LogRecord, ProfileStore, RecordBatch, SharedReader } from '@upnext/ports'
import { aViewer, createFakeEventLog, createFakeProfileStore, fakeClock, generateEvents } from '@upnext/testkit'
import type { Scheduler } from 'fast-check'
import { hex, referenceProfiles } from '../check/reference.ts'
import { createFates } from '../crash/fates.ts'
import { referenceModule } from '../crash/fold-seam.ts'
import { createLife } from '../crash/life.ts'
import { startFeature } from '../processes/feature-process.ts'
import { SMALL_CAST } from '../world/cast.ts'
import { createWitness } from '../world/witness.ts'
import { TOPICS } from '../world/world.ts'

export interface Plan {
  readonly consumers: number
  /** Records of a batch. */
  readonly size: number
  /** How many records the sleeper has fetched, before anybody else read. */
  readonly slept: number
  /** Who is given the partition, one after the other; the one before is not told at once. */
  readonly handOvers: readonly number[]
  /** Where the records stand in the log, by the order in which they happened; some stand there twice. */
  readonly order: readonly number[]
}

const EVENTS = TOPICS.viewerEvents.name
const MAX_BATCHES = 12
const DISTINCT = 9

export async function interleave(
  scheduler: Scheduler,
  plan: Plan,
  weaken: (store: ProfileStore) => ProfileStore = (store) => store,
): Promise<string[]> {
  const events = crowd()
  const logged = plan.order.flatMap((n) => events[n] ?? [])
  const records = logged.map(recordOf)
  const partition = viewerPartition(logged[0]?.viewer ?? '')
  const store = createFakeProfileStore()
  const witness = createWitness(weaken(store), () => records.length)
  const owners = new Set([0])
  const position = async (): Promise<number> => (await store.read(1, partition, [])).position
  const batch = (from: number, size: number): RecordBatch => {
    const part = records.slice(from, from + size)
    return {
      topic: EVENTS,
      partition,
      position: from,
      records: part,
      nextOffset: from + part.length,
      end: records.length,
    }
  }

  const consume = async (reader: SharedReader, self: number): Promise<void> => {
    let next: number | null = null
    for (let turn = 0; turn < MAX_BATCHES; turn += 1) {
      await scheduler.schedule(Promise.resolve(), `consumer ${self} looks`)
      if (!owners.has(self)) {
        next = null
        continue
      }
      next ??= await reader.position(partition)
      if (next < records.length) next = await reader.onBatch(batch(next, plan.size))
    }
  }

  const hand = async (): Promise<void> => {
    for (const next of plan.handOvers) {
      await scheduler.schedule(Promise.resolve(), `consumer ${next} is given the partition`)
      owners.add(next)
      await scheduler.schedule(Promise.resolve(), 'the others are told')
      for (const owner of owners) if (owner !== next) owners.delete(owner)
    }
  }

  const sleep = async (reader: SharedReader): Promise<void> => {
    await scheduler.schedule(Promise.resolve(), 'the sleeper wakes')
    const next = await reader.onBatch(batch(0, plan.slept))
    if (next < records.length) await reader.onBatch(batch(next, plan.size))
  }

  const readers = await Promise.all(
    Array.from({ length: plan.consumers + 1 }, () => aReader(scheduledStore(scheduler, witness.profiles))),
  )
  const [sleeper, ...others] = readers
  const all = [...others.map(consume), hand(), ...(sleeper === undefined ? [] : [sleep(sleeper)])]
  await scheduler.waitFor(Promise.all(all))

  // Now in peace, to the end.
  const last = await aReader(witness.profiles)
  for (let at = await position(); at < records.length; at = await position()) await last.onBatch(batch(at, 500))
  const violations = [...witness.violations]
  const expected = referenceProfiles(referenceModule(), logged)
  for await (const { key, bytes } of store.scan(1, partition)) {
    if (expected.get(key) !== hex(bytes)) violations.push(`the profile of ${key} is not that of the viewer's events`)
    expected.delete(key)
  }
  return [...violations, ...[...expected.keys()].map((key) => `the profile of ${key} is missing`)]
}

/** The reader of a real feature service over the store. */
async function aReader(profiles: ProfileStore): Promise<SharedReader> {
  const life = createLife('feature', createFates([]))
  const log = createFakeEventLog(Object.values(TOPICS))
  const readers: SharedReader[] = []
  await startFeature({ life, log, profiles, clock: fakeClock(), generation: 1, join: (reader) => readers.push(reader) })
  const [reader] = readers
  if (reader === undefined) throw new Error('the feature service did not begin to read')
  return reader
}

/** Reads and commits happen when the scheduler says so, and are answered when it says so. */
function scheduledStore(scheduler: Scheduler, store: ProfileStore): ProfileStore {
  const wait = (label: string): Promise<void> => scheduler.schedule(Promise.resolve(), label)
  return {
    ...store,
    async read(generation, partition, keys) {
      await wait('read')
      const view = await store.read(generation, partition, keys)
      await wait('answer of read')
      return view
    },
    async commit(batch) {
      await wait(`commit from ${batch.expected} to ${batch.next}`)
      const result = await store.commit(batch)
      await wait('answer of commit')
      return result
    },
  }
}

function crowd(): ViewerEvent[] {
  const viewers = SMALL_CAST.names.slice(0, 3).map((name) => aViewer(name))
  return generateEvents({ seed: 7, viewers: 3, events: DISTINCT, items: 4 }).map((event, n) => ({
    ...event,
    viewer: viewers[n % 3] ?? '',
  }))
}

function recordOf(event: ViewerEvent, offset: number): LogRecord {
  return { offset, headers: {}, ...encodeViewerEvent(event) }
}
