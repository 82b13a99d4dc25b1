/**
 * All that survives when processes die, and the processes of the moment. One thing is done at a time, and the seed says which: a
 * process that dies in the middle of it, or hangs there, ends its turn.
 */
import { topicsOf } from '@upnext/contracts'
import type { LogRecord, ProfileStore } from '@upnext/ports'
import { createFakeEventLog, createFakeProfileStore, fakeClock, seededRandom } from '@upnext/testkit'
import type { FakeClock, FakeEventLog, FakeProfileStore, Random } from '@upnext/testkit'
import { createFates } from '../crash/fates.ts'
import type { Fate, Fates } from '../crash/fates.ts'
import { foldSeam } from '../crash/fold-seam.ts'
import { createLife } from '../crash/life.ts'
import type { Life } from '../crash/life.ts'
import type { Cast } from './cast.ts'
import { createWitness } from './witness.ts'
import type { Witness } from './witness.ts'

export const TOPICS = topicsOf('')
const EVENTS = TOPICS.viewerEvents.name

export interface World {
  readonly random: Random
  readonly clock: FakeClock
  readonly cast: Cast
  readonly log: FakeEventLog
  readonly store: FakeProfileStore
  /** The store as processes see it. */
  readonly profiles: ProfileStore
  readonly witness: Witness
  readonly fates: Fates
  /** Processes that hang, with what they will go on doing. */
  readonly hanging: { readonly life: Life; readonly work: Promise<unknown> }[]
  birth(service: string): Life
  /** A process's turn: until it is done, dies or hangs. Answers `undefined` for the last two. */
  turn<Result>(life: Life, work: () => Promise<Result>): Promise<Result | undefined>
  /** A process that hung goes on, until it is done, dies or hangs again. */
  wakeOne(): Promise<void>
  recordsOf(partition: number): readonly LogRecord[]
}

export interface WorldOptions {
  readonly seed: number
  readonly cast: Cast
  readonly fates: readonly Fate[]
  /** Takes a guard away. */
  readonly weaken?: ((store: ProfileStore) => ProfileStore) | undefined
}

export function createWorld({ seed, cast, fates: destined, weaken }: WorldOptions): World {
  const random = seededRandom(seed)
  const clock = fakeClock()
  const { log, recordsOf } = watchedLog()
  const store = createFakeProfileStore()
  const witness = createWitness(weaken?.(store) ?? store, (partition) => recordsOf(partition).length)
  const fates = createFates(destined)
  const hanging: { life: Life; work: Promise<unknown> }[] = []
  let born = 0

  const untilInterrupted = async (life: Life, work: Promise<unknown>): Promise<void> => {
    foldSeam.acting = life
    await Promise.race([work.catch(() => undefined), life.interrupted()])
    foldSeam.acting = null
    if (life.alive && life.stalled) hanging.push({ life, work })
  }

  return {
    random,
    clock,
    cast,
    log,
    store,
    profiles: witness.profiles,
    witness,
    fates,
    hanging,
    birth: (service) => createLife(`${service} ${(born += 1)}`, fates),
    async turn(life, work) {
      clock.advance(random.int(1, 1000))
      foldSeam.acting = life
      const working = work()
      await untilInterrupted(life, working)
      return life.alive && !life.stalled ? working : undefined
    },
    async wakeOne() {
      const next = hanging.splice(random.int(0, hanging.length), 1)[0]
      if (next === undefined) return
      const { life, work } = next
      life.wake()
      await untilInterrupted(life, work)
    },
    recordsOf,
  }
}

/** Reading a topic of the fake log copies it: done only where something was appended. */
function watchedLog(): Pick<World, 'log' | 'recordsOf'> {
  const log = createFakeEventLog(Object.values(TOPICS))
  let known: Map<number, LogRecord[]> | null = null
  const read = (): Map<number, LogRecord[]> => {
    const byPartition = new Map<number, LogRecord[]>()
    for (const { partition, ...record } of log.recordsOf(EVENTS)) {
      const records = byPartition.get(partition) ?? []
      records.push(record)
      byPartition.set(partition, records)
    }
    return byPartition
  }
  return {
    log: {
      ...log,
      append(topic, records) {
        known = null
        return log.append(topic, records).finally(() => {
          known = null
        })
      },
    },
    recordsOf: (partition) => (known ??= read()).get(partition) ?? [],
  }
}
