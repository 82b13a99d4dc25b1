import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
import { runTrainingJob } from './job.ts'
import { QUICK, TOPICS, append, depsOf, digestOfModel } from './testing/trainer-room.ts'
import { createTrainer } from './trainer.ts'
import type { Trainer, TrainerDeps } from './trainer.ts'
import { TrainerFencedError } from './training/publish-model.ts'

const events = generateEvents({ seed: 6, viewers: 30, events: 600 })
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

async function activeDigest(): Promise<string> {
  return digestOfModel(models, await activeModel())
}

const checkpointFile = (): string => join(folder.path, 'checkpoint.bin')

function updates(): ModelUpdate[] {
  return log.recordsOf(TOPICS.modelUpdates.name).map(({ value }) => ModelUpdate.decode(value))
}

async function allRead(trainer: Trainer): Promise<void> {
  await waitUntil(() => trainer.ready().parts['caughtUp'] === true, { message: 'the trainer has read everything' })
}

/** What a job makes of everything in the log. */
async function jobDigest(from: FakeEventLog): Promise<string> {
  const store = createFakeModelStore()
  const report = await runTrainingJob(depsOf({ log: from, models: store }, folder.path))
  return digestOfModel(store, report.modelId)
}

describe('createTrainer', () => {
  it('publishes a model of its own accord once it has read the log, the one that a job would make', async () => {
    await append(log, events)
    await started()
    expect(await activeDigest()).toBe(await jobDigest(log))
    expect(updates().map(({ update }) => update?.$case)).toContain('activated')
  })

  it('publishes none as long as there are too few events', async () => {
    await append(log, events.slice(0, 20))
    const trainer = await started()
    await allRead(trainer)
    expect(await trainer.trainNow()).toMatchObject({ outcome: 'too-few-events', modelId: null })
    expect(await models.active()).toBeNull()
  })

  it('sends the rows that an event changes, on top of the active model', async () => {
    await append(log, events)
    await started()
    const model = await activeModel()
    const viewer = aViewer('viewer-new')
    const at = TEST_TIME_MS + 1_000_000_000
    await append(log, [
      anEvent({ viewer, occurredAtMs: at, kind: aRating('movie-first', 10) }),
      anEvent({ viewer, occurredAtMs: at + 1000, kind: aRating('movie-second', 10) }),
    ])
    const row = await waitUntil(
      () =>
        updates().flatMap(({ update, baseModelId }) => {
          const sent = update?.$case === 'row' && baseModelId === model ? update.value : null
          return sent !== null && itemHashFromBytes(sent.item) === itemHash('movie-first') ? [sent] : []
        })[0],
      { message: 'the changed row is sent' },
    )
    expect(row.rowSet).toBe('counts')
    expect(itemHashFromBytes(row.neighbours)).toBe(itemHash('movie-second'))
    expect(row.scores).toHaveLength(1)
  })

  it('sends rows again that the log refused', async () => {
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
    await waitUntil(() => refused > 1, { message: 'rows are refused more than once' })
    log.refuseAppends(null)
    await waitUntil(() => updates().some(({ update }) => update?.$case === 'row'), { message: 'the row is sent' })
  })

  it('goes on from its checkpoint after a kill as if nothing had happened', async () => {
    const manual = { settings: { ...QUICK, minEvents: 1_000_000 } }
    // Undisturbed: reads everything in one go.
    await append(log, events.slice(0, 300))
    const first = await started(manual)
    await allRead(first)
    await waitUntil(async () => readFile(checkpointFile()), { message: 'a checkpoint is written' })
    await first.stop()
    const early = `${checkpointFile()}.early`
    await copyFile(checkpointFile(), early)

    await append(log, events.slice(300))
    const second = await started(manual)
    await allRead(second)
    await second.stop()
    const undisturbed = await readFile(checkpointFile())

    // A kill goes back to the early checkpoint: what came after it is read again, and counts once.
    await copyFile(early, checkpointFile())
    const third = await started(manual)
    await allRead(third)
    await third.stop()
    expect((await readFile(checkpointFile())).equals(undisturbed)).toBe(true)
  })

  it('ends with the model of an undisturbed run when events come twice around a restart', async () => {
    await append(log, events.slice(0, 400))
    await (await started()).stop()
    await append(log, [...events.slice(200), ...events])
    const trainer = await started()
    await allRead(trainer)
    await trainer.trainNow()
    const digest = await activeDigest()
    const clean = createFakeEventLog(Object.values(TOPICS))
    await append(clean, events)
    expect(digest).toBe(await jobDigest(clean))
    await clean.close()
  })

  it('reads the log again from its start when its checkpoint is broken', async () => {
    await append(log, events)
    await writeFile(checkpointFile(), 'no checkpoint')
    await started()
    expect(await activeDigest()).toBe(await jobDigest(log))
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
    expect(await activeDigest()).toBe(await jobDigest(log))
  })

  it('does not train again after a restart when nothing is new', async () => {
    await append(log, events)
    const first = await started()
    const id = await activeModel()
    await first.stop()
    const second = await started()
    await allRead(second)
    expect(second.ready().parts['model']).toBe(id)
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
