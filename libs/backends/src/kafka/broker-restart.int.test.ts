import { describe, expect, it } from '@jest/globals'
import { LogUnavailableError } from '@upnext/ports'
import { startKafka, waitUntil } from '@upnext/testkit'
import { openKafkaLog } from './event-log.ts'
import { ensureKafkaTopics } from './topics.ts'

const TOPICS = [{ name: 'topic', partitions: 4 }]

describe('the event log when its broker goes away', () => {
  it('refuses appends in time meanwhile, and goes on when the broker is back', async () => {
    const kafka = await startKafka()
    const connection = { brokers: [kafka.brokers], clientId: 'test', topics: TOPICS }
    await ensureKafkaTopics(connection)
    const log = await openKafkaLog({ ...connection, appendMs: 1_000 })
    try {
      const read = new Set<string>()
      const crashes: Error[] = []
      await log.follow('topic', [], {
        async onBatch(batch) {
          for (const { value } of batch.records) read.add(Buffer.from(value).toString())
          return batch.nextOffset
        },
        onCrash: (error) => void crashes.push(error),
      })
      const append = (value: string) => log.append('topic', [{ key: Buffer.from(value), value: Buffer.from(value) }])
      await append('before')
      await waitUntil(() => read.has('before'), { message: 'the first record is read' })

      await kafka.kill()
      await expect(append('away')).rejects.toThrow(LogUnavailableError)
      await kafka.restart()

      let confirmed = 0
      await waitUntil(async () => (await append(`after ${confirmed}`), (confirmed += 1)), {
        message: 'appends are taken again',
        timeoutMs: 30_000,
      })
      await waitUntil(() => read.has('after 0'), { message: 'reading goes on', timeoutMs: 30_000 })
      expect(crashes).toEqual([])
    } finally {
      await log.close()
      await kafka.stop()
    }
  })
})
