import type { Capacity } from '@upnext/ports'
import type { Redis } from 'ioredis'
import type { RedisKeys } from './keys.ts'
import { mastersOf, walkKeys } from './walk-keys.ts'
import type { Step } from './walk-keys.ts'

/** Of a page of names so many are weighed; what a profile takes is their mean. */
const WEIGHED_A_PAGE = 20

/** Sums of all masters; no limit where one of them has none. */
export async function redisCapacity(step: Step, keys: RedisKeys, generation: number): Promise<Capacity> {
  const memories = await step((client) => Promise.all(mastersOf(client).map(memoryOf)))
  const unlimited = memories.some(({ limitBytes }) => limitBytes === 0)
  return {
    usedBytes: sum(memories.map(({ usedBytes }) => usedBytes)),
    limitBytes: unlimited ? null : sum(memories.map(({ limitBytes }) => limitBytes)),
    generationBytes: await bytesOf(step, keys, generation),
  }
}

async function memoryOf(server: Redis): Promise<{ usedBytes: number; limitBytes: number }> {
  const text = await server.info('memory')
  const valueOf = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  return { usedBytes: valueOf('used_memory'), limitBytes: valueOf('maxmemory') }
}

async function bytesOf(step: Step, keys: RedisKeys, generation: number): Promise<number> {
  let count = 0
  const weights: number[] = []
  await walkKeys(step, keys.generation(generation), async (server, names) => {
    count += names.length
    const every = Math.ceil(names.length / WEIGHED_A_PAGE)
    const some = names.filter((_, at) => at % every === 0)
    const weighed = await Promise.all(some.map((name) => server.memory('USAGE', name)))
    weights.push(...weighed.map((weight) => weight ?? 0))
  })
  return weights.length === 0 ? 0 : Math.ceil((count * sum(weights)) / weights.length)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
