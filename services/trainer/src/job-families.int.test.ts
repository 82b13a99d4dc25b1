import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { ensureKafkaTopics, kafkaConnection, openBackends } from '@upnext/backends'
import type { BackendConfig } from '@upnext/backends'
import { encodeViewerEvent, topicsOf } from '@upnext/contracts'
import { generateEvents, randomNamespace, tempFolder, testKafka, testRedis } from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import { runTrainingJob } from './job.ts'
import { depsOf, digestOfModel } from './testing/trainer-room.ts'

const events = generateEvents({ seed: 12, viewers: 30, events: 800 })
let folder: TempFolder

beforeEach(async () => {
  folder = await tempFolder()
})

afterEach(() => folder.remove())

/** What a job makes of the events, in a place of its own. */
async function digestOn(backend: BackendConfig['UPNEXT_BACKEND'], sent: typeof events): Promise<string> {
  const namespace = randomNamespace()
  const topics = topicsOf(namespace)
  const config = {
    UPNEXT_BACKEND: backend,
    UPNEXT_NAMESPACE: namespace,
    UPNEXT_DATA: folder.path,
    UPNEXT_KAFKA_BROKERS: [testKafka()],
    UPNEXT_KAFKA_TLS: false,
    UPNEXT_KAFKA_SASL: 'plain' as const,
    UPNEXT_KAFKA_USERNAME: undefined,
    UPNEXT_KAFKA_PASSWORD: undefined,
    UPNEXT_KAFKA_SESSION_TIMEOUT: 6_000,
    UPNEXT_REDIS_URL: testRedis(),
    UPNEXT_REDIS_USERNAME: undefined,
    UPNEXT_REDIS_PASSWORD: undefined,
  }
  if (backend === 'kafka-redis') {
    await ensureKafkaTopics({ ...kafkaConnection(config, 'test'), topics: Object.values(topics) })
  }
  const { log, models, close } = await openBackends({ config, topics: Object.values(topics), clientId: 'test' })
  try {
    await log.append(topics.viewerEvents.name, sent.map(encodeViewerEvent))
    const { modelId } = await runTrainingJob(depsOf({ log, models }, folder.path, { topics }))
    return await digestOfModel(models, modelId)
  } finally {
    await close()
  }
}

it('makes the same bytes of the same slice on both families of backends, whatever the order of sending', async () => {
  const embedded = await digestOn('embedded', events)
  expect(embedded).not.toBe('no model')
  expect(await digestOn('kafka-redis', [...events].reverse())).toBe(embedded)
}, 120_000)
