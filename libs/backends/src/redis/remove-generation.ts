import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { Redis } from 'ioredis'
import { DROPPED_MARK } from '../generations-port.ts'
import type { GenerationRemoval } from '../generations-port.ts'
import type { RedisKeys } from './keys.ts'
import { walkKeys } from './walk-keys.ts'
import type { Step } from './walk-keys.ts'

/** A step of the removal is one walk over all keys: in a cluster, keys may move to another server during the first. */
export function createRemoval(step: Step, keys: RedisKeys): GenerationRemoval {
  const partitions = Array.from({ length: VIEWER_PARTITIONS }, (_, partition) => partition)
  return {
    close: async (generation) => {
      const mark = (partition: number): Promise<unknown> =>
        step((client) => client.set(keys.position(generation, partition), DROPPED_MARK))
      await Promise.all(partitions.map(mark))
    },
    removeSome: async (generation) => {
      const positions = new Set(partitions.map((partition) => keys.position(generation, partition)))
      let removed = 0
      await walkKeys(step, keys.generation(generation), async (server, names) => {
        const profiles = names.filter((name) => !positions.has(name))
        removed += await unlink(server, profiles)
      })
      return removed > 0
    },
  }
}

/** By slot: on a cluster, keys of several slots do not fit into one command. */
async function unlink(server: Redis, names: readonly string[]): Promise<number> {
  const slots = new Map<string, string[]>()
  for (const name of names) {
    const slot = name.slice(0, name.indexOf('}'))
    const ofSlot = slots.get(slot)
    if (ofSlot === undefined) slots.set(slot, [name])
    else ofSlot.push(name)
  }
  const removed = await Promise.all([...slots.values()].map((ofSlot) => server.unlink(...ofSlot)))
  return removed.reduce((sum, count) => sum + count, 0)
}
