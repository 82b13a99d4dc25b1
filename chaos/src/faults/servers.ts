/** Faults that strike the broker and Redis. */
import { cp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { redisCommand } from '@upnext/testkit'
import type { FaultContext, Happened } from './fault-context.ts'

/** How long a killed server stays away. */
const AWAY_MS = 300
/** Redis' append-only files lie in this folder of its data folder. */
const APPEND_ONLY = 'appendonlydir'

export async function killKafka({ system, pause }: FaultContext): Promise<Happened> {
  const { kafka } = system.servers
  await kafka.kill('SIGKILL')
  await pause(AWAY_MS)
  await kafka.restart()
  return true
}

/** Dead, its files do not change: that is when the copy is taken to which it may be rolled back later. */
export async function killRedis({ system, pause, snapshots, redisMoved }: FaultContext): Promise<Happened> {
  const { redis } = system.servers
  redisMoved()
  await redis.kill('SIGKILL')
  await replace(join(redis.folder, APPEND_ONLY), join(snapshots, APPEND_ONLY))
  await pause(AWAY_MS)
  await redis.restart()
  redisMoved()
  return true
}

/** As an operator does who puts a backup back: stopped, the files replaced, started. */
export async function rollRedisBack({ system, snapshots, redisMoved }: FaultContext): Promise<Happened> {
  const { redis } = system.servers
  const snapshot = join(snapshots, APPEND_ONLY)
  if (!(await exists(snapshot))) return false
  redisMoved()
  await redis.kill('SIGTERM')
  await replace(snapshot, join(redis.folder, APPEND_ONLY))
  await redis.restart()
  redisMoved()
  return true
}

/** Its limit is set to what it uses already: every write is refused, reads go on. */
export async function fillRedis(forMs: number, { system, pause }: FaultContext): Promise<Happened> {
  const { port } = system.servers.redis
  await redisCommand(port, 'CONFIG', 'SET', 'maxmemory', '1mb')
  await pause(forMs)
  await redisCommand(port, 'CONFIG', 'SET', 'maxmemory', '0')
  return true
}

async function replace(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
