import { describe, expect, it } from '@jest/globals'
import { isRunning } from '../process/is-running.ts'
import { answersKafka } from './answers-kafka.ts'
import { startKafka } from './kafka.ts'
import { provisionServers } from './provision.ts'
import { startRedisCluster } from './redis-cluster.ts'
import { redisCommand } from './redis-command.ts'
import { startRedis } from './redis.ts'

describe('startKafka', () => {
  it('starts a broker that comes back on its port after a kill, and leaves nothing behind', async () => {
    const kafka = await startKafka({ extraProperties: { 'message.max.bytes': '2000000' } })
    const port = Number(kafka.brokers.split(':')[1])
    const first = kafka.pid
    try {
      expect(await answersKafka(port)).toBe(true)
      await kafka.kill()
      expect(isRunning(first)).toBe(false)
      expect(await answersKafka(port)).toBe(false)
      await kafka.restart()
      expect(kafka.pid).not.toBe(first)
      expect(await answersKafka(port)).toBe(true)
    } finally {
      await kafka.stop()
    }
    expect(isRunning(kafka.pid)).toBe(false)
    await expect(kafka.restart()).rejects.toThrow('stopped for good')
  }, 240_000)
})

describe('startRedis', () => {
  it('keeps its data over a restart, and leaves nothing behind', async () => {
    const redis = await startRedis()
    try {
      expect(await redisCommand(redis.port, 'SET', 'k', 'v')).toBe('OK')
      await redis.restart()
      expect(await redisCommand(redis.port, 'GET', 'k')).toBe('v')
      await redis.kill()
      expect(isRunning(redis.pid)).toBe(false)
      await redis.restart()
      expect(await redisCommand(redis.port, 'PING')).toBe('PONG')
    } finally {
      await redis.stop()
    }
    expect(isRunning(redis.pid)).toBe(false)
  })

  it('takes extra arguments, and says why a server does not start', async () => {
    const redis = await startRedis({ extraArgs: ['--databases', '3'] })
    await expect(redisCommand(redis.port, 'SELECT', '3'))
      .rejects.toThrow('out of range')
      .finally(() => redis.stop())
    await expect(startRedis({ extraArgs: ['--no-such-setting', '1'] })).rejects.toThrow(/no-such-setting/)
  })
})

describe('startRedisCluster', () => {
  it('makes three nodes that serve every slot together, and leaves nothing behind', async () => {
    const cluster = await startRedisCluster()
    const ports = cluster.servers.map((server) => server.port)
    const pids = cluster.servers.map((server) => server.pid)
    try {
      expect(new Set(cluster.nodes).size).toBe(3)
      const answers = await Promise.all(
        ports.map((port) => redisCommand(port, 'SET', 'k', 'v').catch((error: unknown) => String(error))),
      )
      expect(answers.filter((answer) => answer === 'OK')).toHaveLength(1)
      expect(answers.filter((answer) => answer.includes('MOVED'))).toHaveLength(2)
    } finally {
      await cluster.stop()
    }
    expect(pids.filter(isRunning)).toEqual([])
  })
})

describe('provisionServers', () => {
  it('starts what is not given, takes what is, and stops only its own', async () => {
    const given = { UPNEXT_TEST_KAFKA: '127.0.0.1:1', UPNEXT_TEST_REDIS: '' }
    const servers = await provisionServers(given, ['kafka', 'redis'])
    expect(servers.missing).toEqual([])
    expect(servers.env.UPNEXT_TEST_KAFKA).toBe('127.0.0.1:1')
    const port = Number(servers.env.UPNEXT_TEST_REDIS?.split(':').at(-1))
    expect(await redisCommand(port, 'PING')).toBe('PONG')
    await servers.stop()
    await expect(redisCommand(port, 'PING')).rejects.toThrow(/ECONNREFUSED/)
  })
})
