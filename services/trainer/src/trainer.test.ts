import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { ModelUpdate, itemHash, itemHashFromBytes } from '@upnext/contracts'
import {
  TEST_TIME_MS,
  aRating,
  aViewer,
  anEvent,
  createFakeEventLog,
  createFakeModelStore,
  generateEvents,
  tempFolder,
  waitUntil,
} from '@upnext/testkit'
import type { FakeEventLog, FakeModelStore, TempFolder } from '@upnext/testkit'
import { newestCheckpointEpoch } from './checkpoint/checkpoint-file.ts'
import { TrainerFencedError } from './fencing.ts'
import { QUICK, TOPICS, append, depsOf, digestOfModel } from './testing/trainer-room.ts'
import type { TrainerSettings } from './settings.ts'
import { createTrainer } from './trainer.ts'
import type { Trainer, TrainerDeps } from './trainer.ts'
import { isUntuned, originOf } from './training/manifest.ts'

const events = generateEvents({ seed: 6, viewers: 30, events: 600 })
/** Trains only when asked. */
const UNHURRIED: TrainerSettings = { ...QUICK, quietMs: 600_000, patienceMs: 600_000 }
let log: FakeEventLog
let models: FakeModelStore
let folder: TempFolder
let trainers: Trainer[]

beforeEach(async () => {
  log = createFakeEventLog(Object.values(TOPICS))
  models = createFakeModelStore()
  folder = await tempFolder()
  trainers = []
})

afterEach(async () => {
  for (const trainer of trainers) await trainer.stop()
  await log.close()
  await folder.remove()
})

async function started(change: Partial<TrainerDeps> = {}): Promise<Trainer> {
  const trainer = createTrainer(depsOf({ log, models }, folder.path, change))
  trainers.push(trainer)
  await trainer.start()
  return trainer
}

async function activeModel(): Promise<string> {
  const active = await waitUntil(async () => models.active(), { message: 'a model is active' })
  return active.id
}

/** The id of the active model, once that is none of default settings. */
async function tunedModel(): Promise<string> {
  return waitUntil(
    async () => {
      const id = (await models.active())?.id ?? ''
      const origin = originOf((await models.get(id))?.manifest ?? {})
      return origin !== null && !isUntuned(origin) ? id : null
    },
    { message: 'a tuned model is active', timeoutMs: 30_000 },
  )
}

async function tunedDigest(): Promise<string> {
  return digestOfModel(models, await tunedModel())
}

/** Of the trainer that wrote last. */
async function checkpointFile(): Promise<string> {
  return join(folder.path, `checkpoint-${await newestCheckpointEpoch(folder.path)}.bin`)
}

/** Resolves when the trainer has looked what is due since: that is twice as often as checkpoints are written. */
async function oneMoreEvent(item: string): Promise<void> {
  const checkpoint = async () => (await stat(await checkpointFile())).mtimeMs
  const before = await waitUntil(checkpoint, { message: 'a checkpoint is written' })
  await append(log, [anEvent({ viewer: aViewer('late'), kind: aRating(item, 10) })])
  await waitUntil(async () => (await checkpoint()) > before, { message: 'another checkpoint is written' })
}

function updates(): ModelUpdate[] {
  return log.recordsOf(TOPICS.modelUpdates.name).map(({ value }) => ModelUpdate.decode(value))
}

async function allRead(trainer: Trainer): Promise<void> {
  await waitUntil(() => trainer.ready().parts['caughtUp'] === true, { message: 'the trainer has read everything' })
}

/** What another trainer makes of everything in the log at once. */
async function undisturbedDigest(from: FakeEventLog): Promise<string> {
  const store = createFakeModelStore()
  const path = join(folder.path, 'undisturbed')
  const trainer = createTrainer(depsOf({ log: from, models: store }, path, { settings: UNHURRIED }))
  trainers.push(trainer)
  await trainer.start()
  await allRead(trainer)
  return digestOfModel(store, (await trainer.trainNow()).modelId)
}

describe('createTrainer', () => {
  it('publishes a first model at once when it has read the log, and a tuned one after that, of its own accord', async () => {
    await append(log, events)
    await started()
    const first = (await models.get(await activeModel()))?.manifest ?? {}
    expect(originOf(first)).toMatchObject({ mode: 'live', tuning: { plays: 0, report: { kind: 'untuned' } } })
    const digest = await tunedDigest()
    expect(updates().filter(({ update }) => update?.$case === 'activated')).toHaveLength(2)
    expect(digest).toBe(await undisturbedDigest(log))
  })

  it('leaves some time between the first model and tuning', async () => {
    await append(log, events)
    const trainer = await started({ settings: { ...QUICK, quietMs: 0, minIntervalMs: 600_000 } })
    const first = await activeModel()
    await oneMoreEvent('movie-late')
    expect((await models.active())?.id).toBe(first)
    expect((await trainer.trainNow()).modelId).not.toBe(first)
  })

  it('tunes after a restart where the first model never was', async () => {
    await append(log, events)
    const first = await started({ settings: { ...QUICK, minIntervalMs: 600_000 } })
    const id = await activeModel()
    await waitUntil(() => first.ready().parts['model'] === id, { message: 'the trainer knows of its model' })
    await first.stop()
    await started()
    expect(await tunedModel()).not.toBe(id)
  })

  it('does not go on tuning what has too few plays to be tuned', async () => {
    let puts = 0
    const store: typeof models = { ...models, put: async (model) => models.put(model).finally(() => (puts += 1)) }
    await append(log, events.slice(0, 100))
    const trainer = await started({ models: store, settings: { ...QUICK, quietMs: 0 } })
    const origin = originOf((await models.get(await tunedModel()))?.manifest ?? {})
    expect(origin?.tuning.report.kind).toBe('too-few')
    await oneMoreEvent('movie-late')
    // Whatever waits to be trained is trained before.
    await trainer.trainNow()
    expect(puts).toBe(3)
  })

  it('publishes none as long as there are too few events', async () => {
    await append(log, events.slice(0, 20))
    const trainer = await started()
    await allRead(trainer)
    expect(await trainer.trainNow()).toMatchObject({ outcome: 'too-few-events', modelId: null })
    expect(await models.active()).toBeNull()
  })

  it('sends what an event changes of titles, on top of the active model', async () => {
    await append(log, events)
    await started()
    const model = await activeModel()
    const viewer = aViewer('viewer-new')
    const at = TEST_TIME_MS + 1_000_000_000
    await append(log, [
      anEvent({ viewer, occurredAtMs: at, kind: aRating('movie-first', 10) }),
      anEvent({ viewer, occurredAtMs: at + 1000, kind: aRating('movie-second', 10) }),
    ])
    const sent = await waitUntil(
      () =>
        updates().flatMap(({ update, baseModelId }) => {
          const title = update?.$case === 'title' && baseModelId === model ? update.value : null
          return title !== null && itemHashFromBytes(title.item) === itemHash('movie-first') ? [title] : []
        })[0],
      { message: 'the changed title is sent' },
    )
    const long = sent.rows.find(({ rowSet }) => rowSet === 'long')
    expect(long?.scores).toHaveLength(1)
    expect(itemHashFromBytes(long?.neighbours ?? Buffer.alloc(8))).toBe(itemHash('movie-second'))
    expect(sent.popularity).toMatchObject({ asOfMs: at })
    expect(sent.popularity?.total).toBeGreaterThan(0)
  })

  it('sends titles again that the log refused', async () => {
    await append(log, events)
    await started()
    await activeModel()
    let refused = 0
    log.refuseAppends((topic) => (topic === TOPICS.modelUpdates.name ? new Error(`away ${++refused}`) : null))
    const viewer = aViewer('viewer-new')
    await append(log, [
      anEvent({ viewer, occurredAtMs: TEST_TIME_MS, kind: aRating('movie-first', 10) }),
      anEvent({ viewer, occurredAtMs: TEST_TIME_MS + 1, kind: aRating('movie-second', 10) }),
    ])
    await waitUntil(() => refused > 1, { message: 'titles are refused more than once' })
    log.refuseAppends(null)
    await waitUntil(() => updates().some(({ update }) => update?.$case === 'title'), { message: 'the title is sent' })
  })

  it('goes on from its checkpoint after a kill as if nothing had happened', async () => {
    const manual = { settings: { ...QUICK, minEvents: 1_000_000 } }
    // Undisturbed: reads everything in one go.
    await append(log, events.slice(0, 300))
    const first = await started(manual)
    await allRead(first)
    await waitUntil(async () => readFile(await checkpointFile()), { message: 'a checkpoint is written' })
    await first.stop()
    const early = join(folder.path, 'early')
    await copyFile(await checkpointFile(), early)

    await append(log, events.slice(300))
    const second = await started(manual)
    await allRead(second)
    await second.stop()
    const undisturbed = await readFile(await checkpointFile())

    // A kill goes back to the early checkpoint: what came after it is read again, and counts once.
    await copyFile(early, await checkpointFile())
    const third = await started(manual)
    await allRead(third)
    await third.stop()
    expect((await readFile(await checkpointFile())).equals(undisturbed)).toBe(true)
  })

  it('ends with the model of an undisturbed run when events come twice around a restart', async () => {
    await append(log, events.slice(0, 400))
    await (await started()).stop()
    await append(log, [...events.slice(200), ...events])
    const trainer = await started()
    await allRead(trainer)
    await trainer.trainNow()
    const digest = await tunedDigest()
    const clean = createFakeEventLog(Object.values(TOPICS))
    await append(clean, events)
    expect(digest).toBe(await undisturbedDigest(clean))
    await clean.close()
  })

  it('reads the log again from its start when its checkpoint is broken', async () => {
    await append(log, events)
    await writeFile(join(folder.path, 'checkpoint-3.bin'), 'no checkpoint')
    await started()
    expect(await tunedDigest()).toBe(await undisturbedDigest(log))
  })

  it('reads the log again from its start when its checkpoint is of another log', async () => {
    await append(log, [...events, ...events])
    const other = await started()
    await allRead(other)
    await other.stop()
    log = createFakeEventLog(Object.values(TOPICS))
    models = createFakeModelStore()
    await append(log, events.slice(0, 300))
    await started()
    expect(await tunedDigest()).toBe(await undisturbedDigest(log))
  })

  it('does not train again after a restart when nothing is new', async () => {
    await append(log, events)
    const first = await started()
    const id = await tunedModel()
    await waitUntil(() => first.ready().parts['model'] === id, { message: 'the trainer knows of its model' })
    await first.stop()
    const second = await started()
    await allRead(second)
    expect(second.ready().parts['model']).toBe(id)
  })

  it('does not begin another training of its own accord while one takes its time', async () => {
    let puts = 0
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    const slow: typeof models = {
      ...models,
      put: async (model) => {
        puts += 1
        // The first model is of default settings, and one that tunes is due as long as that is in use.
        if (puts > 1) await released
        return models.put(model)
      },
    }
    await append(log, events)
    const trainer = await started({ models: slow, settings: { ...QUICK, quietMs: 0 } })
    await waitUntil(() => puts === 2, { message: 'a tuned model is being published' })
    await oneMoreEvent('movie-late')
    release()
    await tunedModel()
    // Something new, so that this shares no training: whatever waits to be trained is trained before.
    await oneMoreEvent('movie-later')
    await trainer.trainNow()
    expect(puts).toBe(3)
  })

  it('shares a training under way that knows all there is to know, instead of tuning twice', async () => {
    await append(log, events)
    const trainer = await started({ settings: UNHURRIED })
    await allRead(trainer)
    const first = trainer.trainNow()
    await setImmediate()
    const second = trainer.trainNow()
    expect(await second).toBe(await first)
    expect(await trainer.trainNow()).not.toBe(await first)
  })

  it('crashes, and publishes nothing, once a later trainer was started', async () => {
    const crashes: Error[] = []
    await started({ onCrash: (error) => crashes.push(error) })
    await models.claimEpoch()
    await append(log, events)
    await waitUntil(() => crashes.length > 0, { message: 'the trainer that was replaced crashes' })
    expect(crashes).toEqual([expect.any(TrainerFencedError)])
    expect(await models.active()).toBeNull()
  })

  it('stops in the middle of a training, harmless when called twice', async () => {
    await append(log, events)
    const trainer = await started({ settings: { ...QUICK, minIntervalMs: 1_000_000 } })
    await allRead(trainer)
    const training = trainer.trainNow().then(
      () => 'done',
      () => 'given up',
    )
    await Promise.all([trainer.stop(), trainer.stop()])
    expect(['done', 'given up']).toContain(await training)
  })

  it('tries again after the model store was away', async () => {
    let away = true
    const store: typeof models = {
      ...models,
      put: async (model) => (away ? Promise.reject(new Error('away')) : models.put(model)),
    }
    await append(log, events)
    const trainer = await started({ models: store, settings: { ...QUICK, minEvents: 50 } })
    await allRead(trainer)
    await expect(trainer.trainNow()).rejects.toThrow('away')
    away = false
    await activeModel()
  })
})
