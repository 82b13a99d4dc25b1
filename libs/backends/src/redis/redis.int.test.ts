import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { Socket } from 'node:net'
import { BackendMisconfiguredError, StoreUnavailableError } from '@upnext/ports'
import type { ProfileBatch, ProfileStore } from '@upnext/ports'
import { freePort, randomNamespace, startRedis, testRedisCluster, waitUntil } from '@upnext/testkit'
import type { RedisServer } from '@upnext/testkit'
import { Redis } from 'ioredis'
import { openRedisModelStore } from './model-store.ts'
import { openRedisProfileStore } from './profile-store.ts'

describe('the stores on Redis', () => {
  let server: RedisServer

  beforeAll(async () => {
    server = await startRedis()
  })

  afterAll(() => server.stop())

  const openStore = (options: { failFast?: boolean; commandTimeoutMs?: number } = {}): Promise<ProfileStore> =>
    openRedisProfileStore({ url: server.url, namespace: randomNamespace(), ...options })

  it('refuse a server that may throw profiles away, and say what to do', async () => {
    await redisCommand(server.port, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    const opening = openStore()
    await expect(opening).rejects.toThrow(BackendMisconfiguredError)
    await expect(opening).rejects.toThrow('CONFIG SET maxmemory-policy noeviction')
    await redisCommand(server.port, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await (await openStore()).close()
  })

  it('say where nobody answers', async () => {
    const port = await freePort()
    const url = `redis://127.0.0.1:${port}`
    const opening = openRedisProfileStore({ url, namespace: 'x', openTimeoutMs: 500 })
    await expect(opening).rejects.toThrow(StoreUnavailableError)
    await expect(opening).rejects.toThrow(`Redis does not answer at ${url} (connect ECONNREFUSED 127.0.0.1:${port})`)
    const cluster = openRedisModelStore({ url: `127.0.0.1:${port},127.0.0.1:1`, namespace: 'x', openTimeoutMs: 500 })
    await expect(cluster).rejects.toThrow(StoreUnavailableError)
  })

  it('refuse one node of a cluster as if it were all of it', async () => {
    const [node] = testRedisCluster().split(',')
    const opening = openRedisProfileStore({ url: `redis://${node}`, namespace: randomNamespace() })
    await expect(opening).rejects.toThrow('host:port,host:port')
  })

  it('refuse a wrong password without showing it', async () => {
    await redisCommand(server.port, 'ACL', 'SETUSER', 'upnext', 'on', '>right-word', '~*', '&*', '+@all')
    const user = { url: server.url, username: 'upnext', namespace: randomNamespace(), openTimeoutMs: 500 }
    const opening = openRedisProfileStore({ ...user, password: 'guessed-word' })
    await expect(opening).rejects.toThrow(/WRONGPASS/)
    await expect(opening).rejects.not.toThrow('guessed-word')
    await (await openRedisProfileStore({ ...user, password: 'right-word' })).close()
  })

  it('warn where the settings may not be looked at, and work all the same', async () => {
    await redisCommand(server.port, 'ACL', 'SETUSER', 'shy', 'on', '>word', '~*', '&*', '+@all', '-info')
    const warnings: string[] = []
    const store = await openRedisProfileStore({
      url: server.url,
      username: 'shy',
      password: 'word',
      namespace: randomNamespace(),
      onWarning: (message) => warnings.push(message),
    })
    expect(warnings).toEqual([expect.stringContaining('noeviction')])
    expect(await store.commit(batch(0, 1))).toEqual({ ok: true })
    await store.close()
  })

  it('go on where they were when the server comes back, and load their scripts again', async () => {
    const store = await openStore()
    expect(await store.commit(batch(0, 1))).toEqual({ ok: true })
    // Once more, so that the script is called by its hash from here on.
    expect(await store.commit(batch(1, 2))).toEqual({ ok: true })
    await redisCommand(server.port, 'SCRIPT', 'FLUSH')
    expect(await store.commit(batch(2, 3))).toEqual({ ok: true })
    const restarting = server.restart()
    const pending = untilAnswered(() => store.commit(batch(3, 4)))
    await restarting
    // Sent again after its answer was lost, a commit finds its own position.
    expect([{ ok: true }, { ok: false, position: 4 }]).toContainEqual(await pending)
    expect((await store.read(1, 0, ['a'])).position).toBe(4)
    await store.close()
  })

  it('send reads that come together in one write', async () => {
    const store = await openStore({ failFast: true })
    const held = jest.spyOn(Socket.prototype, 'cork')
    try {
      await Promise.all(Array.from({ length: 20 }, () => store.read(1, 0, ['a'])))
      expect(held).toHaveBeenCalledTimes(1)
    } finally {
      held.mockRestore()
      await store.close()
    }
  })

  it('give up after a while when the server hangs, and recover', async () => {
    const store = await openStore({ commandTimeoutMs: 300 })
    process.kill(server.pid, 'SIGSTOP')
    try {
      await expect(store.read(1, 0, ['a'])).rejects.toThrow(StoreUnavailableError)
    } finally {
      process.kill(server.pid, 'SIGCONT')
    }
    expect(await untilAnswered(() => store.read(1, 0, ['a']))).toMatchObject({ profiles: [null] })
    await store.close()
  })

  it('answer at once that the server is away, where failing fast', async () => {
    const store = await openStore({ failFast: true })
    await server.kill()
    const failed = async (): Promise<number> => {
      const startedAt = performance.now()
      await expect(store.read(1, 0, ['a'])).rejects.toThrow(StoreUnavailableError)
      return performance.now() - startedAt
    }
    await failed()
    const times = [await failed(), await failed(), await failed()]
    expect(Math.min(...times)).toBeLessThan(200)
    await server.restart()
    expect(await untilAnswered(() => store.read(1, 0, ['a']))).toMatchObject({ position: 0 })
    await store.close()
  })

  it('wait for the server where not failing fast, but not for ever, and close without it', async () => {
    const store = await openStore({ commandTimeoutMs: 400 })
    await server.kill()
    const startedAt = performance.now()
    await expect(store.commit(batch(0, 1))).rejects.toThrow(StoreUnavailableError)
    expect(performance.now() - startedAt).toBeGreaterThan(300)
    await store.close()
    await server.restart()
  })

  it('write nothing of a batch when the server has no memory left, and say so', async () => {
    const store = await openStore()
    await store.commit(batch(0, 1))
    await redisCommand(server.port, 'CONFIG', 'SET', 'maxmemory', '1')
    try {
      await expect(store.commit(batch(1, 2))).rejects.toThrow('no memory left')
    } finally {
      await redisCommand(server.port, 'CONFIG', 'SET', 'maxmemory', '0')
    }
    expect((await store.read(1, 0, [])).position).toBe(1)
    expect(await store.commit(batch(1, 2))).toEqual({ ok: true })
    await store.close()
  })

  it('keep two models and delete what is older', async () => {
    await redisCommand(server.port, 'FLUSHDB')
    const store = await openRedisModelStore({ url: server.url, namespace: '' })
    const epoch = await store.claimEpoch()
    let expected: string | null = null
    for (const next of ['m1', 'm2', 'm3', 'm4']) {
      await store.put({ id: next, manifest: {}, bytes: new Uint8Array(1_200_000) })
      expect(await store.activate({ expected, next, epoch })).toEqual({ ok: true })
      expected = next
    }
    // The index, and three pieces of each of two models.
    expect(await redisCommand(server.port, 'DBSIZE')).toBe(7)
    expect(await store.get('m2')).toBeNull()
    await store.close()
  })
})

function batch(expected: number, next: number): ProfileBatch {
  return { generation: 1, partition: 0, expected, next, profiles: [{ key: 'a', bytes: Buffer.from(String(next)) }] }
}

/** The first answer: until then, the server may be away. */
async function untilAnswered<T extends object>(ask: () => Promise<T>): Promise<T> {
  return waitUntil(ask, { message: 'the server to be back', timeoutMs: 20_000 })
}

async function redisCommand(port: number, command: string, ...args: string[]): Promise<unknown> {
  const client = new Redis({ port, maxRetriesPerRequest: 1 })
  try {
    return await client.call(command, ...args)
  } finally {
    client.disconnect()
  }
}
