import { Cluster } from 'ioredis'
import type { RedisClient } from './create-client.ts'

/** Deletes every key of a namespace: for tests that share a server. */
export async function removeNamespace(client: RedisClient, namespace: string): Promise<void> {
  if (namespace === '') throw new RangeError('the default namespace is not removed')
  const servers = client instanceof Cluster ? client.nodes('master') : [client]
  for (const server of servers) {
    let cursor = '0'
    do {
      const [next, keys] = await server.scan(cursor, 'MATCH', `${namespace}.upnext:*`, 'COUNT', 1000)
      cursor = next
      // One by one: on a cluster, keys of several slots do not fit into one command.
      await Promise.all(keys.map((key) => server.unlink(key)))
    } while (cursor !== '0')
  }
}
