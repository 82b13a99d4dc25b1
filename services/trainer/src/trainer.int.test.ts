import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEmbedded } from '@upnext/backends'
import type { Backends } from '@upnext/backends'
import type { ViewerEvent } from '@upnext/contracts'
import { freePort, generateEvents, startProcess, tempFolder, waitUntil } from '@upnext/testkit'
import type { Child, TempFolder } from '@upnext/testkit'
import { newestCheckpointEpoch } from './checkpoint/checkpoint-file.ts'
import { TrainerFencedError } from './fencing.ts'
import { runTrainingJob } from './job.ts'
import { TOPICS, append, depsOf, digestOfModel } from './testing/trainer-room.ts'
import { createTrainer } from './trainer.ts'

const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const events = generateEvents({ seed: 8, viewers: 40, events: 1200 })
let folder: TempFolder
let children: Child[]

beforeEach(async () => {
  folder = await tempFolder()
  children = []
})

afterEach(async () => {
  for (const child of children) await child.stop('SIGKILL')
  await folder.remove()
})

/** Lends the embedded backends in a folder: another process may have them before and after. */
async function withBackends<Result>(path: string, body: (backends: Backends) => Promise<Result>): Promise<Result> {
  const backends = await openEmbedded({ folder: path, topics: Object.values(TOPICS) })
  try {
    return await body(backends)
  } finally {
    await backends.close()
  }
}

async function startTrainer(env: Record<string, string>, args: readonly string[] = []): Promise<Child> {
  const child = await startProcess({
    entry,
    args,
    env: { UPNEXT_DATA: folder.path, UPNEXT_HTTP_PORT: String(await freePort()), ...env },
  })
  children.push(child)
  return child
}

/** What one job makes of the events, each sent once, in a folder of its own. */
async function undisturbedDigest(of: readonly ViewerEvent[]): Promise<string> {
  const path = join(folder.path, 'undisturbed')
  return withBackends(path, async ({ log, models }) => {
    await append(log, of)
    const trainer = createTrainer(depsOf({ log, models }, path))
    await trainer.start()
    try {
      await waitUntil(() => trainer.ready().parts['caughtUp'] === true, { message: 'the trainer has read the log' })
      return await digestOfModel(models, (await trainer.trainNow()).modelId)
    } finally {
      await trainer.stop()
    }
  })
}

async function activeDigest(): Promise<string> {
  return withBackends(folder.path, async ({ models }) => digestOfModel(models, (await models.active())?.id ?? null))
}

describe('the trainer as a process, on the embedded backends', () => {
  it('ends after kill -9 and a restart with the model of an undisturbed run', async () => {
    const quick = { UPNEXT_TRAIN_CHECKPOINT_INTERVAL: '100ms', UPNEXT_TRAIN_MIN_INTERVAL: '0ms' }
    await withBackends(folder.path, async ({ log }) => append(log, events.slice(0, 700)))
    const first = await startTrainer({ ...quick, UPNEXT_TRAIN_MIN_EVENTS: '1000000' })
    await waitUntil(async () => (await newestCheckpointEpoch(join(folder.path, 'trainer'))) > 0, {
      timeoutMs: 30_000,
      message: () => `a checkpoint; the trainer said ${first.output()}`,
    })
    await first.stop('SIGKILL')

    await withBackends(folder.path, async ({ log }) => append(log, [...events.slice(500), ...events.slice(0, 100)]))
    const second = await startTrainer({ ...quick, UPNEXT_TRAIN_MIN_EVENTS: '100' })
    await waitUntil(() => second.output().includes('"msg":"model published"'), {
      timeoutMs: 30_000,
      message: () => `a tuned model; the trainer said ${second.output()}`,
    })
    expect(second.output()).not.toContain('checkpoint refused')
    expect(await second.stop()).toEqual({ code: 0, signal: null })
    expect(await activeDigest()).toBe(await undisturbedDigest(events))
  })

  it('trains once and exits with --once', async () => {
    await withBackends(folder.path, async ({ log }) => append(log, [...events, ...events]))
    const job = await startTrainer({}, ['--once'])
    expect(await job.exited).toEqual({ code: 0, signal: null })
    expect(await activeDigest()).toBe(await undisturbedDigest(events))
  })
})

describe('createTrainer on the embedded backends', () => {
  it('stops for a later trainer, whose model stays', async () => {
    await withBackends(folder.path, async ({ log, models }) => {
      await append(log, events)
      const crashes: Error[] = []
      const patient = depsOf({ log, models }, join(folder.path, 'first'), { onCrash: (error) => crashes.push(error) })
      const first = createTrainer({
        ...patient,
        settings: { ...patient.settings, quietMs: 600_000, patienceMs: 600_000 },
      })
      await first.start()
      const report = await runTrainingJob(depsOf({ log, models }, folder.path))
      await waitUntil(() => first.ready().parts['caughtUp'] === true, { message: 'the first trainer has read the log' })
      await expect(first.trainNow()).rejects.toThrow(TrainerFencedError)
      expect(crashes).toEqual([expect.any(TrainerFencedError)])
      expect((await models.active())?.id).toBe(report.modelId)
      await first.stop()
    })
  })
})
