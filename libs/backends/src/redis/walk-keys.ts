/** Walks over all keys of some name, on every server that may hold them, in small steps that hold nobody up. */
import { Cluster } from 'ioredis'
import type { Redis } from 'ioredis'
import type { RedisClient } from './create-client.ts'

export type Step = <T>(operation: (client: RedisClient) => Promise<T>) => Promise<T>

const KEYS_A_STEP = 1000

export function mastersOf(client: RedisClient): Redis[] {
  return client instanceof Cluster ? client.nodes('master') : [client]
}

/** `visit` sees a page of names, some perhaps twice, and the server that holds them. */
export async function walkKeys(
  step: Step,
  prefix: string,
  visit: (server: Redis, names: readonly string[]) => Promise<void>,
): Promise<void> {
  const servers = await step(async (client) => mastersOf(client))
  for (const server of servers) {
    let cursor = '0'
    do {
      cursor = await step(async () => {
        const [next, names] = await server.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', KEYS_A_STEP)
        if (names.length > 0) await visit(server, names)
        return next
      })
    } while (cursor !== '0')
  }
}
