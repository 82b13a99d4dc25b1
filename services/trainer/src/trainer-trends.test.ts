/** What the daemon tells ranking of what is watched of late. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ModelUpdate, itemHashFromBytes } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import {
  TEST_TIME_MS,
  createFakeEventLog,
  createFakeModelStore,
  fakeClock,
  generateEvents,
  tempFolder,
  waitUntil,
} from '@upnext/testkit'
import type { FakeEventLog, TempFolder } from '@upnext/testkit'
import { runTrainingJob } from './job.ts'
import { QUICK, TOPICS, append, depsOf } from './testing/trainer-room.ts'
import { createTrainer } from './trainer.ts'
import type { Trainer } from './trainer.ts'

const EVENTS = 300
const COUNTRIES = ['DE', 'AT', '']
const events = generateEvents({ seed: 9, viewers: 20, events: EVENTS, stepMs: 30_000 }).map((event, n) => {
  return { ...event, country: COUNTRIES[n % COUNTRIES.length] ?? '' }
})
const NOW_MS = TEST_TIME_MS + EVENTS * 30_000
/** Never has events enough for a model, and says every change. */
const COUNTING = { ...QUICK, minEvents: 1_000_000, trendsEveryMs: 0 }
let log: FakeEventLog
let folder: TempFolder
let trainers: Trainer[]

beforeEach(async () => {
  log = createFakeEventLog(Object.values(TOPICS))
  folder = await tempFolder()
  trainers = []
})

afterEach(async () => {
  for (const trainer of trainers) await trainer.stop()
  await log.close()
  await folder.remove()
})

async function started(models = createFakeModelStore()): Promise<Trainer> {
  const trainer = createTrainer(depsOf({ log, models }, folder.path, { clock: fakeClock(NOW_MS), settings: COUNTING }))
  trainers.push(trainer)
  await trainer.start()
  return trainer
}

interface Said {
  readonly epoch: number
  readonly trending: Readonly<Record<string, number>>
  readonly popular: Readonly<Record<string, number>>
}

const round = (plays: number): number => Number(plays.toPrecision(4))

/** By country, the last word. */
function lastSaid(): Readonly<Record<string, Said>> {
  const said: Record<string, Said> = {}
  for (const { value } of log.recordsOf(TOPICS.modelUpdates.name)) {
    const { update, trainerEpoch: epoch } = ModelUpdate.decode(value)
    if (update?.$case !== 'trends') continue
    const listOf = (list: typeof update.value.trending) =>
      Object.fromEntries(list.map(({ item, plays }) => [itemHashFromBytes(item), round(plays)]))
    said[update.value.country] = {
      epoch,
      trending: listOf(update.value.trending),
      popular: listOf(update.value.popular),
    }
  }
  return said
}

/** Once a trainer of this epoch, or a later one, has spoken of all countries: the first time it does, it knows the whole log. */
async function allSaid(epoch = 1): Promise<ReturnType<typeof lastSaid>> {
  return waitUntil(
    () => {
      const said = lastSaid()
      return COUNTRIES.every((country) => (said[country]?.epoch ?? 0) >= epoch) ? said : null
    },
    { message: 'the trainer has said what is watched' },
  )
}

async function saidOf(sent: readonly ViewerEvent[]): Promise<ReturnType<typeof lastSaid>> {
  await append(log, sent)
  const trainer = await started()
  const said = await allSaid()
  await trainer.stop()
  return said
}

describe('the trainer on what is watched of late', () => {
  it('says it by country, without a model, and everywhere is at least every country together', async () => {
    const said = await saidOf(events)
    const sum = (of: Readonly<Record<string, number>> = {}) => Object.values(of).reduce((all, plays) => all + plays, 0)
    expect(sum(said['DE']?.trending)).toBeGreaterThan(1)
    expect(sum(said['']?.popular)).toBeGreaterThan(sum(said['DE']?.popular) + sum(said['AT']?.popular))
    expect(sum(said['DE']?.popular)).toBeGreaterThan(2 * sum(said['DE']?.trending))
  })

  it('says the same where every event came twice', async () => {
    const once = await saidOf(events)
    await log.close()
    log = createFakeEventLog(Object.values(TOPICS))
    await folder.remove()
    folder = await tempFolder()
    expect(await saidOf([...events, ...events.slice(0, 100), ...events.slice(100)])).toEqual(once)
  })

  it('says the same after a restart, under its new epoch, and counts nothing twice', async () => {
    const models = createFakeModelStore()
    await append(log, events)
    const first = await started(models)
    const before = await allSaid()
    await first.stop()
    await append(log, events.slice(0, 50))
    await started(models)
    const after = await allSaid(2)
    for (const country of COUNTRIES) expect(after[country]).toEqual({ ...before[country], epoch: 2 })
  })

  it('says nothing before everything is counted that was there at its start', async () => {
    await append(log, events)
    const { follow } = log
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    // The log hands out half of what it has, and nothing more until it is let go.
    const halting: typeof follow = (topic, from, reader) =>
      follow(topic, from, {
        ...reader,
        onBatch: async (batch) => {
          if (topic === TOPICS.viewerEvents.name && batch.partition % 2 === 0) await held
          return reader.onBatch(batch)
        },
      })
    const clock = fakeClock(NOW_MS)
    let looked = 0
    const counting = { now: () => ((looked += 1), clock.now()) }
    const deps = depsOf({ log: { ...log, follow: halting }, models: createFakeModelStore() }, folder.path, {
      clock: counting,
      settings: COUNTING,
    })
    const trainer = createTrainer(deps)
    trainers.push(trainer)
    await trainer.start()
    // The trainer looks at the clock whenever it asks itself what is due: as often as trends could have been sent.
    const from = looked
    await waitUntil(() => looked > from + 20, { message: 'the trainer has looked what is due' })
    expect(lastSaid()).toEqual({})
    letGo()
    expect(Object.keys(await allSaid())).toHaveLength(COUNTRIES.length)
  })

  it('leaves it to the daemon: a job says nothing', async () => {
    await append(log, events)
    const job = depsOf({ log, models: createFakeModelStore() }, folder.path)
    expect((await runTrainingJob(job)).outcome).toBe('published')
    expect(log.recordsOf(TOPICS.modelUpdates.name)).not.toHaveLength(0)
    expect(lastSaid()).toEqual({})
  })
})
