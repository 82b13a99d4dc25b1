import { BackendMisconfiguredError } from '@upnext/ports'
import { Cluster } from 'ioredis'
import type { Redis } from 'ioredis'
import type { RedisClient } from './create-client.ts'

const OLDEST_MAJOR = 6

/** Looks at every server that may hold our keys. Where the rights to look are lacking, says so and goes on. */
export async function checkServers(
  client: RedisClient,
  shown: string,
  onWarning: (message: string) => void,
): Promise<void> {
  const servers = client instanceof Cluster ? client.nodes('master') : [client]
  await Promise.all(
    servers.map(async (server) => {
      const facts = await readFacts(server)
      if (facts === null) {
        onWarning(
          `this user may not run INFO on Redis at ${shown}, so its settings could not be checked: it must have maxmemory-policy noeviction`,
        )
        return
      }
      const mistake = mistakeOf(facts, client instanceof Cluster)
      if (mistake !== null) throw new BackendMisconfiguredError(`Redis at ${nameOf(server, shown)} ${mistake}`)
    }),
  )
}

/** `null` where reading is not allowed. */
async function readFacts(server: Redis): Promise<Map<string, string> | null> {
  try {
    const lines = (await server.info()).split('\r\n')
    return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return null
    throw error
  }
}

/** What is wrong with a server, and what to do. */
export function mistakeOf(facts: ReadonlyMap<string, string>, asCluster: boolean): string | null {
  const version = facts.get('redis_version') ?? ''
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) return `is version ${version}: use ${OLDEST_MAJOR}.0 or newer`
  const policy = facts.get('maxmemory_policy') ?? 'noeviction'
  if (policy !== 'noeviction') {
    return `evicts keys when its memory is full (maxmemory-policy ${policy}), which loses profiles unseen: run "CONFIG SET maxmemory-policy noeviction", and set it in redis.conf too`
  }
  if (facts.get('redis_mode') === 'cluster' && !asCluster) {
    return 'is a node of a cluster: list several of its nodes in UPNEXT_REDIS_URL, as host:port,host:port'
  }
  return null
}

function nameOf(server: Redis, shown: string): string {
  const { host, port } = server.options
  return host === undefined ? shown : `${host}:${port ?? ''}`
}
