// One Redis server, seen through the product's store (database 0) and bare (database 1 for writes that are thrown away).
import { openRedisProfileStore } from '@upnext/backends'
import { VIEWER_PARTITIONS, viewerPartition } from '@upnext/ports'
import { seededRandom } from '@upnext/recsys'
import { Redis } from 'ioredis'
import { bareRead, pipelinedWrites } from '../calibration/redis-pipeline.mjs'
import { quantiles, round } from '../quantiles.mjs'
import { keyOf } from './invented-viewers.mjs'

export const GENERATION = 1
/** Profiles of one commit. */
const BATCH = 100
const NAMESPACE = ''
/** A machine that stands still for a while is no reason to begin again. */
const PATIENCE_MS = 120_000
/** Reads on their way at the same time, where it is not the wait that counts but the work. */
const AT_ONCE = 50

export async function openServer(url) {
  const store = await openRedisProfileStore({ url, namespace: NAMESPACE, commandTimeoutMs: PATIENCE_MS })
  // As ranking reads.
  const reader = await openRedisProfileStore({
    url,
    namespace: NAMESPACE,
    failFast: true,
    commandTimeoutMs: PATIENCE_MS,
  })
  const bare = new Redis(url)
  const aside = new Redis(`${url}/1`)
  const positions = new Array(VIEWER_PARTITIONS).fill(0)
  await store.createGeneration({ generation: GENERATION, foldVersion: 1, createdAtMs: 0 })

  const commitAll = (chunk) =>
    Promise.all(
      [...byPartition(chunk)].map(async ([partition, profiles]) => {
        for (let at = 0; at < profiles.length; at += BATCH)
          await commit(store, positions, partition, profiles.slice(at, at + BATCH))
      }),
    )
  const timed = async (work) => {
    const [cpu, redisCpu, from] = [process.cpuUsage(), await cpuOf(bare), performance.now()]
    await work()
    const seconds = (performance.now() - from) / 1000
    const { user, system } = process.cpuUsage(cpu)
    return { seconds, clientCpu: (user + system) / 1e6, redisCpu: (await cpuOf(bare)) - redisCpu }
  }

  return {
    /** Writes the same profiles both ways. */
    async takeTurns(chunk, oursFirst) {
      const pairs = chunk.map(({ key, bytes }) => ({ name: nameOf(key), bytes: Buffer.from(bytes) }))
      const ours = () => timed(() => commitAll(chunk))
      const theirs = () => timed(() => pipelinedWrites(aside, pairs, VIEWER_PARTITIONS))
      const first = await (oursFirst ? ours() : theirs())
      const second = await (oursFirst ? theirs() : ours())
      await aside.flushdb('SYNC')
      return { count: chunk.length, ...(oursFirst ? { ours: first, bare: second } : { ours: second, bare: first }) }
    },
    /** What keys and values take: buffers of clients come and go. */
    async usedBytes() {
      const info = numbersOf(await bare.info('memory'))
      return info.get('used_memory') - info.get('mem_clients_normal')
    },
    /** One at a time, by turns through the store and bare; microseconds. */
    async reads({ viewerAt, viewers, reads, checked }) {
      const random = seededRandom(viewers)
      const drawn = Array.from({ length: reads }, () => viewerAt(Math.floor(random() * viewers)))
      const [ours, theirs] = [[], []]
      for (const [at, { key, bytes }] of drawn.entries()) {
        const view = await clocked(ours, () => reader.read(GENERATION, viewerPartition(key), [key]))
        const value = await clocked(theirs, () => bareRead(bare, nameOf(key)))
        if (at < checked && !(value.equals(bytes) && Buffer.from(bytes).equals(view.profiles[0])))
          throw new Error(`the profile of ${key} is wrong`)
      }
      return { read: quantiles(ours), bareRead: quantiles(theirs) }
    },
    /** Many at once, as a busy ranking has them; microseconds of processor time a read. */
    async work({ viewers, reads }) {
      const random = seededRandom(viewers)
      const keys = Array.from({ length: reads }, () => keyOf(Math.floor(random() * viewers)))
      let next = 0
      const client = async () => {
        while (next < keys.length) {
          const key = keys[(next += 1) - 1]
          await reader.read(GENERATION, viewerPartition(key), [key])
        }
      }
      const { clientCpu, redisCpu } = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, client)))
      return {
        clientCpuMicroseconds: round((1e6 * clientCpu) / reads),
        redisCpuMicroseconds: round((1e6 * redisCpu) / reads),
      }
    },
    /** The mean of some, with the key; not with the table of keys. */
    async memoryUsage({ viewers, samples }) {
      let sum = 0
      for (let at = 0; at < samples; at += 1)
        sum += await bare.memory('USAGE', nameOf(keyOf(Math.floor((at * viewers) / samples))))
      return Math.round(sum / samples)
    },
    async close() {
      await Promise.all([store.close(), reader.close(), bare.quit(), aside.quit()])
    },
  }
}

async function commit(store, positions, partition, profiles) {
  const expected = positions[partition]
  const next = expected + profiles.length
  const { ok } = await store.commit({ generation: GENERATION, partition, expected, next, profiles })
  if (!ok) throw new Error(`partition ${partition} is not at ${expected}`)
  positions[partition] = next
}

function byPartition(chunk) {
  const parts = new Map()
  for (const profile of chunk) {
    const partition = viewerPartition(profile.key)
    if (!parts.has(partition)) parts.set(partition, [])
    parts.get(partition).push(profile)
  }
  return parts
}

async function clocked(times, work) {
  const from = performance.now()
  const answer = await work()
  times.push(1000 * (performance.now() - from))
  return answer
}

/** Seconds that the server's main thread has computed. */
async function cpuOf(redis) {
  const info = numbersOf(await redis.info('cpu'))
  return info.get('used_cpu_user_main_thread') + info.get('used_cpu_sys_main_thread')
}

function numbersOf(info) {
  return new Map([...info.matchAll(/^(\w+):([\d.]+)\r?$/gm)].map(([, name, number]) => [name, Number(number)]))
}

/** The name that the store gives to a profile: asserted by reading it both ways. */
function nameOf(key) {
  return `upnext:{g${GENERATION}:p${String(viewerPartition(key)).padStart(2, '0')}}:${key}`
}
