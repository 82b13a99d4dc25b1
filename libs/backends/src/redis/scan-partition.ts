import type { StoredProfile } from '@upnext/ports'
import { Cluster } from 'ioredis'
import type { Redis } from 'ioredis'
import type { RedisClient } from './create-client.ts'
import type { RedisKeys } from './keys.ts'
import type { Step } from './walk-keys.ts'

const KEYS_A_STEP = 1000

/**
 * All profiles of a partition, each once. Costs a walk over *all* keys of the server that holds the partition, in small
 * steps that hold nobody up: it is meant for digests and repairs, not for serving.
 */
export async function* scanPartition(
  step: Step,
  keys: RedisKeys,
  generation: number,
  partition: number,
): AsyncIterable<StoredProfile> {
  const position = keys.position(generation, partition)
  const prefix = keys.profile(generation, partition, '')
  // SCAN may name a key more than once.
  const seen = new Set([position])
  let cursor = '0'
  do {
    const [next, page] = await step(async (client) => scanStep(await serverOf(client, position), cursor, prefix, seen))
    cursor = next
    for (const { key, bytes } of page) yield { key: key.slice(prefix.length), bytes }
  } while (cursor !== '0')
}

async function scanStep(
  server: Redis,
  cursor: string,
  prefix: string,
  seen: Set<string>,
): Promise<[string, StoredProfile[]]> {
  const [next, found] = await server.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', KEYS_A_STEP)
  const names = [...new Set(found)].filter((name) => !seen.has(name))
  if (names.length === 0) return [next, []]
  const values = await server.mgetBuffer(...names)
  for (const name of names) seen.add(name)
  return [next, names.flatMap((key, at) => (values[at] ? [{ key, bytes: values[at] }] : []))]
}

/** The node that has the slot: SCAN is the one command that a cluster does not route by key. */
async function serverOf(client: RedisClient, key: string): Promise<Redis> {
  if (!(client instanceof Cluster)) return client
  const slot = await client.cluster('KEYSLOT', key)
  const name = client.slots[slot]?.[0]
  const server = client.nodes('master').find(({ options }) => `${options.host ?? ''}:${options.port ?? ''}` === name)
  if (server === undefined) throw new Error(`no master is known for the slot of ${key}`)
  return server
}
