import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createLogger, loadConfig } from '@upnext/service-kit'
import { tempFolder, waitUntil } from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import { standaloneVariables } from '../config.ts'
import { createTrainerThread } from './trainer-thread.ts'
import type { TrainerThread } from './trainer-thread.ts'

const STARTS = `
import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ kind, id }) => {
  if (kind === 'train') throw new Error('boom')
  if (kind === 'metrics') parentPort.postMessage({ kind: 'metrics', id, text: 'alive' })
  if (kind === 'stop') parentPort.close()
})
parentPort.postMessage({ kind: 'started' })
`
const NEVER_STARTS = `throw new Error('no disk')`

describe('the thread of the trainer', () => {
  let folder: TempFolder
  let thread: TrainerThread | null
  let crashes: string[]

  beforeEach(async () => {
    folder = await tempFolder()
    thread = null
    crashes = []
  })

  afterEach(async () => {
    await thread?.stop()
    await folder.remove()
  })

  async function threadOf(source: string): Promise<TrainerThread> {
    const path = join(folder.path, 'worker.mjs')
    await writeFile(path, source)
    return createTrainerThread({
      task: { config: loadConfig(standaloneVariables, {}) },
      logger: createLogger({ service: 'test', level: 'silent' }),
      onCrash: (error) => void crashes.push(error.message),
      entry: pathToFileURL(path),
    })
  }

  it('comes back when it dies, a few times, and then gives up aloud', async () => {
    thread = await threadOf(STARTS)
    await thread.start()
    for (let death = 1; death <= 4; death++) {
      await waitUntil(() => thread?.ready().ready, { message: `the thread to work before its death number ${death}` })
      expect(crashes).toEqual([])
      await expect(thread.trainNow()).rejects.toThrow('boom')
    }
    await waitUntil(() => crashes.length > 0, { message: 'the crash to be told' })
    expect(crashes).toEqual([expect.stringContaining('boom')])
    expect(thread.ready().ready).toBe(false)
  })

  it('says why when it cannot start at all', async () => {
    const broken = await threadOf(NEVER_STARTS)
    await expect(broken.start()).rejects.toThrow('no disk')
    expect(crashes).toEqual([])
  })

  it('answers for its metrics, stops when asked, twice as well, and is not a crash then', async () => {
    thread = await threadOf(STARTS)
    await thread.start()
    expect(await thread.metricsText()).toBe('alive')
    await thread.stop()
    await thread.stop()
    expect(await thread.metricsText()).toBe('')
    expect(crashes).toEqual([])
  })
})
