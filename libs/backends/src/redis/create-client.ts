import { Cluster, Redis } from 'ioredis'
import type { RedisAddress } from './address.ts'
import { SCRIPTS } from './scripts.ts'

export type RedisClient = Redis | Cluster

const MAX_RECONNECT_DELAY_MS = 1000

/** A client that is not connected yet. */
export function createClient(
  address: RedisAddress,
  options: { username: string | undefined; password: string | undefined; failFast: boolean },
): RedisClient {
  const connection = {
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    connectTimeout: 3000,
    // What is left of a connection when it is given up must not keep the process alive.
    disconnectTimeout: 300,
    // A peer that vanished without a word: give the connection up long before TCP does.
    socketTimeout: options.failFast ? 2000 : 10_000,
    // Commands in flight when the connection breaks: handed back at once, or sent again. Again is safe for us: a script that
    // ran already finds the position moved and changes nothing.
    maxRetriesPerRequest: options.failFast ? 0 : null,
  }
  const tls = address.tls ? { tls: {} } : {}
  const [first] = address.nodes
  if (first === undefined) throw new RangeError('an address has at least one node')
  // Nothing is queued while the server is away: whoever waits does so with a deadline of its own.
  const common = { lazyConnect: true, enableOfflineQueue: false, scripts: SCRIPTS }
  if (address.nodes.length === 1) {
    return new Redis({
      ...first,
      db: address.db,
      ...tls,
      ...connection,
      ...common,
      retryStrategy: backOff,
    })
  }
  const nodes = address.nodes.map((node) => ({ ...node }))
  return new Cluster(nodes, {
    ...common,
    redisOptions: { ...connection, ...tls },
    clusterRetryStrategy: backOff,
    slotsRefreshTimeout: 3000,
    // A moved slot is followed at once; a node that went away is asked for again for about two seconds.
    maxRedirections: options.failFast ? 3 : 20,
  })
}

function backOff(attempt: number): number {
  return Math.min(MAX_RECONNECT_DELAY_MS, 50 * 2 ** Math.min(attempt, 10))
}
