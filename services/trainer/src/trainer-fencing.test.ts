/** A second trainer by mistake, and one that would start without the beginning. */
import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Archive } from '@upnext/history'
import { HistoryLostError } from '@upnext/ports'
import { createFakeEventLog, createFakeModelStore, generateEvents, tempFolder, waitUntil } from '@upnext/testkit'
import type { FakeEventLog, FakeModelStore, TempFolder } from '@upnext/testkit'
import { writeCheckpointFile } from './checkpoint/checkpoint-file.ts'
import { TrainerFencedError } from './fencing.ts'
import { QUICK, TOPICS, append, depsOf, digestOfModel } from './testing/trainer-room.ts'
import { createTrainer } from './trainer.ts'
import type { Trainer, TrainerDeps } from './trainer.ts'

const events = generateEvents({ seed: 6, viewers: 30, events: 300 })
const TOPIC = TOPICS.viewerEvents.name
const NO_MODELS = { ...QUICK, minEvents: 1_000_000 }
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
  const trainer = createTrainer(depsOf({ log, models }, folder.path, { settings: NO_MODELS, ...change }))
  trainers.push(trainer)
  await trainer.start()
  return trainer
}

async function allRead(trainer: Trainer): Promise<void> {
  await waitUntil(() => trainer.ready().parts['caughtUp'] === true, { message: 'the trainer has read everything' })
}

const checkpoints = (): Promise<string[]> => readdir(folder.path)

describe('a trainer that was replaced', () => {
  it('stops by itself, with nothing to publish and no event coming, and its folder stays that of the later one', async () => {
    const crashes: Error[] = []
    await append(log, events)
    const first = await started({ onCrash: (error) => crashes.push(error) })
    await allRead(first)
    const second = await started()
    await waitUntil(() => crashes.length > 0, { message: 'the first trainer stops', timeoutMs: 5_000 })
    await append(log, events.slice(0, 10))
    await allRead(second)
    await waitUntil(async () => (await checkpoints()).join() === 'checkpoint-2.bin', {
      message: 'a checkpoint of the second',
    })
    await first.stop()
    expect(await checkpoints()).toEqual(['checkpoint-2.bin'])
    expect(crashes).toEqual([expect.any(TrainerFencedError)])
  })

  it('writes no checkpoint where the store cannot tell, but the folder knows of a later one', async () => {
    const crashes: Error[] = []
    await started({ onCrash: (error) => crashes.push(error) })
    models.failWith(new Error('store away'))
    await writeCheckpointFile(folder.path, 2, Buffer.from('of a later one'))
    await append(log, events)
    await waitUntil(() => crashes.length > 0, { message: 'the trainer finds the later checkpoint' })
    expect(crashes).toEqual([expect.any(TrainerFencedError)])
    expect(await checkpoints()).toEqual(['checkpoint-2.bin'])
    models.failWith(null)
  })

  it('goes on while the store is away and nobody else is there', async () => {
    const trainer = await started()
    models.failWith(new Error('store away'))
    await append(log, events)
    await waitUntil(async () => (await checkpoints()).length > 0, { message: 'a checkpoint is written all the same' })
    expect(trainer.ready().ready).toBe(true)
    models.failWith(null)
  })

  it('claims an epoch that its folder takes, also from a store that has forgotten all of them', async () => {
    await writeCheckpointFile(folder.path, 7, Buffer.from('broken, but of epoch 7'))
    await append(log, events)
    await started()
    expect(await models.epoch()).toBe(8)
    await waitUntil(async () => (await checkpoints()).join() === 'checkpoint-8.bin', {
      message: 'its checkpoint is written',
    })
  })
})

describe('a trainer that does not know the beginning', () => {
  /** All that is in the log now. */
  function archiveOfNow(): Archive {
    const held = log.recordsOf(TOPIC)
    const of = (partition: number) => held.filter((record) => record.partition === partition)
    return {
      bounds: async (_, partitions) => Array.from({ length: partitions }, (_, p) => ({ start: 0, end: of(p).length })),
      async *read(_, partition, from) {
        const records = of(partition).filter(({ offset }) => offset >= from)
        if (records.length > 0) yield { records, nextOffset: of(partition).length }
      },
    }
  }

  function forgetMost(): void {
    for (const [partition, { end }] of log.recordsOf(TOPIC).reduce((ends, { partition, offset }) => {
      return ends.set(partition, { end: offset + 1 })
    }, new Map<number, { end: number }>())) {
      log.forget(TOPIC, partition, end - 1)
    }
  }

  it('refuses to start, with or without an older checkpoint, unless losing that is meant', async () => {
    await append(log, events.slice(0, 50))
    const early = await started()
    await allRead(early)
    await early.stop()
    await append(log, events.slice(50))
    forgetMost()
    await expect(started()).rejects.toThrow(HistoryLostError)
    const emptyFolder = await tempFolder()
    await expect(started({ folder: emptyFolder.path })).rejects.toThrow(/UPNEXT_LOSE_HISTORY/)
    await allRead(await started({ folder: emptyFolder.path, mayLose: true }))
    await emptyFolder.remove()
  })

  it('reads it from the archive, and trains what one trains that has read the whole log', async () => {
    const settings = { ...QUICK, quietMs: 600_000, patienceMs: 600_000 }
    await append(log, events)
    const whole = await started({ settings })
    await allRead(whole)
    const expected = await digestOfModel(models, (await whole.trainNow()).modelId)
    await whole.stop()
    const archive = archiveOfNow()
    forgetMost()
    models = createFakeModelStore()
    const emptyFolder = await tempFolder()
    const late = await started({ folder: emptyFolder.path, archive, settings })
    await allRead(late)
    expect(expected).not.toBe('no model')
    expect(await digestOfModel(models, (await late.trainNow()).modelId)).toBe(expected)
    await late.stop()
    await emptyFolder.remove()
  })
})
