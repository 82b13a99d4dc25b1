import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { StoreUnavailableError } from '@upnext/ports'
import { freePort, randomNamespace, tempFolder, testKafka, testRedis } from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import { kafkaConnection } from './connections.ts'
import { ensureKafkaTopics } from './lazy.ts'
import { openBackends } from './open-backends.ts'
import type { OpenBackendsOptions } from './open-backends.ts'

describe('openBackends', () => {
  let folder: TempFolder

  beforeEach(async () => {
    folder = await tempFolder()
  })

  afterEach(() => folder.remove())

  const optionsFor = (backend: 'embedded' | 'kafka-redis'): OpenBackendsOptions => {
    const namespace = randomNamespace()
    return {
      config: {
        UPNEXT_BACKEND: backend,
        UPNEXT_NAMESPACE: namespace,
        UPNEXT_DATA: folder.path,
        UPNEXT_KAFKA_BROKERS: [testKafka()],
        UPNEXT_KAFKA_TLS: false,
        UPNEXT_KAFKA_SASL: 'plain',
        UPNEXT_KAFKA_USERNAME: undefined,
        UPNEXT_KAFKA_PASSWORD: undefined,
        UPNEXT_KAFKA_SESSION_TIMEOUT: 6_000,
        UPNEXT_REDIS_URL: testRedis(),
        UPNEXT_REDIS_USERNAME: undefined,
        UPNEXT_REDIS_PASSWORD: undefined,
      },
      topics: [{ name: `${namespace}.things`, partitions: 2 }],
      clientId: 'test',
    }
  }

  it.each(['embedded', 'kafka-redis'] as const)('opens %s, whose three ports work', async (backend) => {
    const options = optionsFor(backend)
    const [topic = { name: '', partitions: 0 }] = options.topics
    if (backend === 'kafka-redis') {
      await ensureKafkaTopics({ ...kafkaConnection(options.config, 'test'), topics: options.topics })
    }
    const backends = await openBackends(options)
    const appended = await backends.log.append(topic.name, [{ key: Buffer.from('k'), value: Buffer.from('v') }])
    expect(appended).toMatchObject([{ topic: topic.name, nextOffset: 1 }])
    expect(await backends.profiles.read(1, 0, ['a'])).toEqual({ position: 0, profiles: [null] })
    expect(await backends.models.claimEpoch()).toBe(1)
    await backends.close()
    await backends.close()
  })

  it('leaves nothing open when one of the servers is away', async () => {
    const options = optionsFor('kafka-redis')
    const url = `redis://127.0.0.1:${await freePort()}`
    const opening = openBackends({ ...options, config: { ...options.config, UPNEXT_REDIS_URL: url } })
    await expect(opening).rejects.toThrow(StoreUnavailableError)
    await expect(opening).rejects.toThrow(url)
  })
})
