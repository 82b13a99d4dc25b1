import { Worker } from 'node:worker_threads'
import { describe, expect, it } from '@jest/globals'
import type { EventLog } from '@upnext/ports'
import { TopicMismatchError } from '@upnext/ports'
import { cleanEnvironment, startChild, waitUntil, withTempFolder } from '@upnext/testkit'
import { openEmbeddedLog } from './event-log.ts'

const TOPICS = [{ name: 'topic', partitions: 4 }]
/** Threads and processes of the test run what was built, not the source. */
const BUILT = new URL('../../dist/embedded/event-log.js', import.meta.url).href

describe('the embedded event log between threads and processes', () => {
  it('shows a following thread what this thread appends, and the other way round', async () => {
    await withTempFolder(async (folder) => {
      const log = openEmbeddedLog({ folder, topics: TOPICS })
      const worker = new Worker(FOLLOWING_THREAD, { eval: true, workerData: { built: BUILT, folder, topics: TOPICS } })
      const heard = new Set<unknown>()
      worker.on('message', (message) => heard.add(message))
      try {
        const answers = await followValues(log)
        await waitUntil(() => heard.has('following'), { message: 'the thread follows' })
        for (let i = 0; i < 50; i++)
          await log.append('topic', [{ key: Buffer.from(`k${i}`), value: Buffer.from(`v${i}`) }])
        await waitUntil(() => heard.size === 51, {
          message: () => `the thread reads 50 records, so far ${heard.size - 1}`,
        })
        await waitUntil(() => answers.filter((v) => v.startsWith('answer')).length === 50, {
          message: 'its answers are read',
        })
        expect(new Set(answers).size).toBe(100)
      } finally {
        await worker.terminate()
        await log.close()
      }
    })
  })

  it('counts offsets without a clash when two threads append at once', async () => {
    await withTempFolder(async (folder) => {
      const log = openEmbeddedLog({ folder, topics: TOPICS })
      const worker = new Worker(APPENDING_THREAD, { eval: true, workerData: { built: BUILT, folder, topics: TOPICS } })
      try {
        const done = new Promise((resolve) => worker.once('message', resolve))
        const own = []
        for (let i = 0; i < 200; i++)
          own.push(...(await log.append('topic', [{ key: Buffer.from(`k${i}`), value: Buffer.of(1) }])))
        expect(await done).toBe(200)
        const bounds = await log.bounds('topic')
        expect(bounds.reduce((sum, { end }) => sum + end, 0)).toBe(400)
        expect(new Set(own.map((p) => `${p.partition}/${p.nextOffset}`)).size).toBe(200)
        const values = await followValues(log)
        await waitUntil(() => values.length === 400, { message: () => `all records are read, so far ${values.length}` })
      } finally {
        await worker.terminate()
        await log.close()
      }
    })
  })

  it('keeps what was confirmed when its process is killed', async () => {
    await withTempFolder(async (folder) => {
      const child = await startChild({
        command: process.execPath,
        args: ['--input-type=module', '-e', APPENDING_PROCESS, BUILT, folder, JSON.stringify(TOPICS)],
        env: cleanEnvironment(),
      })
      await waitUntil(() => lastConfirmed(child.output()) >= 20, { message: () => `20 appends: ${child.output()}` })
      await child.stop('SIGKILL')
      const confirmed = lastConfirmed(child.output())
      const log = openEmbeddedLog({ folder, topics: TOPICS })
      const values = await followValues(log)
      await waitUntil(() => values.length >= confirmed, {
        message: () => `${confirmed} records, so far ${values.length}`,
      })
      for (let i = 1; i <= confirmed; i++) expect(values).toContain(`v${i}`)
      await log.close()
    })
  })

  it('refuses a topic that lies in the folder with other partitions', async () => {
    await withTempFolder(async (folder) => {
      await openEmbeddedLog({ folder, topics: TOPICS }).close()
      expect(() => openEmbeddedLog({ folder, topics: [{ name: 'topic', partitions: 5 }] })).toThrow(TopicMismatchError)
      await openEmbeddedLog({ folder, topics: [...TOPICS, { name: 'new', partitions: 1 }] }).close()
    })
  })
})

async function followValues(log: EventLog): Promise<string[]> {
  const values: string[] = []
  await log.follow('topic', [], {
    async onBatch(batch) {
      values.push(...batch.records.map(({ value }) => Buffer.from(value).toString()))
      return batch.nextOffset
    },
  })
  return values
}

function lastConfirmed(output: string): number {
  return Number(output.match(/(\d+)\n[^\n]*$/)?.[1] ?? 0)
}

const FOLLOWING_THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.built).then(async ({ openEmbeddedLog }) => {
  const log = openEmbeddedLog(workerData)
  await log.follow('topic', [], {
    async onBatch(batch) {
      for (const { value } of batch.records) {
        const text = Buffer.from(value).toString()
        if (text.startsWith('answer')) continue
        await log.append('topic', [{ key: Buffer.from(text), value: Buffer.from('answer ' + text) }])
        parentPort.postMessage(text)
      }
      return batch.nextOffset
    },
  })
  parentPort.postMessage('following')
})`

const APPENDING_THREAD = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.built).then(async ({ openEmbeddedLog }) => {
  const log = openEmbeddedLog(workerData)
  for (let i = 0; i < 200; i++) await log.append('topic', [{ key: Buffer.from('k' + i), value: Buffer.of(2) }])
  parentPort.postMessage(200)
})`

const APPENDING_PROCESS = `
const [built, folder, topics] = process.argv.slice(1)
const { openEmbeddedLog } = await import(built)
const log = openEmbeddedLog({ folder, topics: JSON.parse(topics) })
for (let i = 1; i < 100000; i++) {
  await log.append('topic', [{ key: Buffer.from('k' + i), value: Buffer.from('v' + i) }])
  console.log(i)
}`
