import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, openEmbedded, openKafkaLog } from '@upnext/backends'
import { decodeViewerEvent, topicsOf } from '@upnext/contracts'
import type { EventLog } from '@upnext/ports'
import { freePort, randomNamespace, startProcess, tempFolder, testKafka, waitUntil } from '@upnext/testkit'
import type { Child, TempFolder } from '@upnext/testkit'

const ENTRY = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const SECRET = 'ab'.repeat(32)

let folder: TempFolder
let children: Child[]

/** Every event id of the viewer events topic. */
async function eventIds(log: EventLog, topic: string): Promise<string[]> {
  const ends = await log.bounds(topic)
  const total = ends.reduce((sum, { end }) => sum + end, 0)
  const ids: string[] = []
  const reading = await log.follow(topic, [], {
    async onBatch(batch) {
      ids.push(...batch.records.map(({ value }) => decodeViewerEvent(value).eventId))
      return batch.nextOffset
    },
  })
  await waitUntil(() => ids.length >= total, { message: () => `${total} events to be read, read ${ids.length}` })
  await reading.close()
  return ids
}

async function startCollector(env: Record<string, string>): Promise<{ child: Child; url: string }> {
  const url = `http://127.0.0.1:${await freePort()}`
  const child = await startProcess({
    entry: ENTRY,
    env: { UPNEXT_HTTP_PORT: new URL(url).port, UPNEXT_VIEWER_SECRET: SECRET, ...env },
    ready: async () => (await fetch(`${url}/ready`)).ok,
  })
  children.push(child)
  return { child, url }
}

/** Sends one event and answers its id, or `null` where it was not acknowledged. */
async function send(url: string): Promise<string | null> {
  const event_id = randomUUID()
  const event = { event_id, kind: 'list', viewer: event_id, occurred_at: 1, item: 'm1', action: 'add' }
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) })
    return response.status === 202 ? event_id : null
  } catch {
    return null
  }
}

/** Several senders at once, each until it is told to stop or gets no answer. */
function keepSending(url: string): { acknowledged: string[]; stop(): Promise<void> } {
  const acknowledged: string[] = []
  const state = { sending: true }
  const one = async (): Promise<void> => {
    while (state.sending) {
      const id = await send(url)
      if (id === null) return
      acknowledged.push(id)
    }
  }
  const all = Promise.all(Array.from({ length: 8 }, one))
  return {
    acknowledged,
    async stop() {
      state.sending = false
      await all
    },
  }
}

describe('event-collector process', () => {
  beforeEach(async () => {
    folder = await tempFolder()
    children = []
  })
  afterEach(async () => {
    for (const child of children) await child.stop('SIGKILL')
    await folder.remove()
  })

  it.each(['SIGKILL', 'SIGTERM'] as const)('has every acknowledged event in its folder after %s', async (signal) => {
    const { child, url } = await startCollector({ UPNEXT_DATA: folder.path })
    const sender = keepSending(url)
    await waitUntil(() => sender.acknowledged.length >= 50, { message: '50 events to be acknowledged' })
    const exit = await child.stop(signal)
    await sender.stop()
    if (signal === 'SIGTERM') expect(exit).toEqual({ code: 0, signal: null })
    const topics = topicsOf('')
    const backends = await openEmbedded({ folder: folder.path, topics: Object.values(topics) })
    try {
      const kept = new Set(await eventIds(backends.log, topics.viewerEvents.name))
      expect(sender.acknowledged.filter((id) => !kept.has(id))).toEqual([])
    } finally {
      await backends.close()
    }
  })

  it('puts events on Kafka, in its namespace, and needs no Redis', async () => {
    const namespace = randomNamespace()
    const topics = Object.values(topicsOf(namespace))
    const brokers = [testKafka()]
    await ensureKafkaTopics({ brokers, clientId: 'test', topics, replicationFactor: 1 })
    const { child, url } = await startCollector({
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_KAFKA_BROKERS: brokers.join(','),
      UPNEXT_REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
      UPNEXT_NAMESPACE: namespace,
    })
    const sent = await Promise.all(Array.from({ length: 20 }, () => send(url)))
    expect(sent).not.toContain(null)
    expect(await child.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    const log = await openKafkaLog({ brokers, clientId: 'test', topics, namespace })
    try {
      expect((await eventIds(log, topicsOf(namespace).viewerEvents.name)).sort()).toEqual([...sent].sort())
    } finally {
      await log.close()
    }
  })

  it('names every mistake of its environment and leaves with 2', async () => {
    const child = await startProcess({ entry: ENTRY, env: { UPNEXT_HTTP_PORT: 'abc', UPNEXT_MAX_LATENESS: '7 days' } })
    children.push(child)
    expect((await child.exited).code).toBe(2)
    for (const name of ['UPNEXT_HTTP_PORT', 'UPNEXT_MAX_LATENESS', 'UPNEXT_VIEWER_SECRET'])
      expect(child.stderr()).toContain(`${name}: `)
  })
})
