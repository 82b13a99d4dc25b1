import { TEST_SERVER_VARIABLES } from '../test-servers.ts'
import { startKafka } from './kafka.ts'
import { startRedisCluster } from './redis-cluster.ts'
import { startRedis } from './redis.ts'

type ServerName = keyof typeof TEST_SERVER_VARIABLES

export interface MissingServer {
  readonly name: ServerName
  readonly variable: string
  readonly reason: string
}

export interface Provision {
  /** The variables to give to the tests. */
  readonly env: Readonly<Record<string, string>>
  /** What could not be started here, and why. */
  readonly missing: readonly MissingServer[]
  /** Stops what was started here, and nothing else. */
  stop(): Promise<void>
}

/**
 * Starts the servers that tests need, side by side. One whose variable is set already is taken from there. One that cannot be
 * started is reported, not thrown.
 */
export async function provisionServers(
  given: Readonly<Record<string, string | undefined>>,
  wanted: readonly ServerName[] = ['kafka', 'redis', 'redisCluster'],
): Promise<Provision> {
  const env: Record<string, string> = {}
  const missing: MissingServer[] = []
  const stops: (() => Promise<void>)[] = []
  await Promise.all(
    wanted.map(async (name) => {
      const variable = TEST_SERVER_VARIABLES[name]
      const known = given[variable]
      try {
        if (known !== undefined && known !== '') env[variable] = known
        else {
          const server = await STARTS[name]()
          stops.push(server.stop)
          env[variable] = server.address
        }
      } catch (error) {
        missing.push({ name, variable, reason: error instanceof Error ? error.message : 'unknown' })
      }
    }),
  )
  return {
    env,
    missing,
    stop: async () => {
      await Promise.allSettled(stops.map((stop) => stop()))
    },
  }
}

const STARTS: Record<ServerName, () => Promise<{ address: string; stop: () => Promise<void> }>> = {
  kafka: async () => {
    const server = await startKafka()
    return { address: server.brokers, stop: () => server.stop() }
  },
  redis: async () => {
    const server = await startRedis()
    return { address: server.url, stop: () => server.stop() }
  },
  redisCluster: async () => {
    const cluster = await startRedisCluster()
    return { address: cluster.nodes.join(','), stop: () => cluster.stop() }
  },
}
