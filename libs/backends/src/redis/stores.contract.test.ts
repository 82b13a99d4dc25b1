import { modelStoreContract, profileStoreContract } from '@upnext/ports/contract'
import { randomNamespace, testRedis, testRedisCluster } from '@upnext/testkit'
import { parseRedisAddress } from './address.ts'
import { createClient } from './create-client.ts'
import type { RedisClient } from './create-client.ts'
import { parseModelIndex } from '../models/model-index.ts'
import { redisKeys } from './keys.ts'
import { openRedisModelStore } from './model-store.ts'
import { openRedisProfileStore } from './profile-store.ts'
import { removeNamespace } from './remove-namespace.ts'

const SERVERS: readonly (readonly [string, () => string])[] = [
  ['one Redis server', testRedis],
  ['a Redis Cluster', testRedisCluster],
]

for (const [name, url] of SERVERS) {
  profileStoreContract(`the profile store on ${name}`, () => {
    const namespace = randomNamespace()
    return Promise.resolve({
      open: () => openRedisProfileStore({ url: url(), namespace }),
      destroy: () => withClient(url(), (client) => removeNamespace(client, namespace)),
    })
  })

  modelStoreContract(`the model store on ${name}`, () => {
    const namespace = randomNamespace()
    return Promise.resolve({
      open: () => openRedisModelStore({ url: url(), namespace }),
      damage: (id: string, how: 'change' | 'cut' | 'remove') =>
        withClient(url(), (client) => damageLastChunk(client, namespace, id, how)),
      destroy: () => withClient(url(), (client) => removeNamespace(client, namespace)),
    })
  })
}

profileStoreContract('the profile store on one Redis server, failing fast', () => {
  const namespace = randomNamespace()
  const url = testRedis()
  return Promise.resolve({
    open: () => openRedisProfileStore({ url, namespace, failFast: true, commandTimeoutMs: 5000 }),
    destroy: () => withClient(url, (client) => removeNamespace(client, namespace)),
  })
})

async function damageLastChunk(
  client: RedisClient,
  namespace: string,
  id: string,
  how: 'change' | 'cut' | 'remove',
): Promise<void> {
  const keys = redisKeys(namespace)
  const index = parseModelIndex(await client.get(keys.modelIndex))
  const model = index.models.find((known) => known.id === id)
  if (model === undefined) throw new Error(`there is no model ${id}`)
  const key = keys.chunk(id, model.upload, model.chunks - 1)
  const bytes = await client.getBuffer(key)
  if (bytes === null) throw new Error(`model ${id} has no last piece`)
  if (how === 'remove') await client.unlink(key)
  else await client.set(key, how === 'cut' ? bytes.subarray(1) : Buffer.from(bytes.map((byte) => byte ^ 1)))
}

async function withClient(url: string, work: (client: RedisClient) => Promise<void>): Promise<void> {
  const client = createClient(parseRedisAddress(url), { username: undefined, password: undefined, failFast: false })
  await client.connect()
  try {
    await work(client)
  } finally {
    client.disconnect()
  }
}
