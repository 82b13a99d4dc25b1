import { freePort, isFree } from '../free-port.ts'
import { waitUntil } from '../wait-until.ts'
import { redisCommand } from './redis-command.ts'
import { startRedis } from './redis.ts'
import type { RedisServer } from './redis.ts'

export interface RedisClusterServer {
  /** `host:port` of every node. */
  readonly nodes: readonly string[]
  /** The nodes themselves, to kill one and bring it back. */
  readonly servers: readonly RedisServer[]
  stop(): Promise<void>
}

const SLOTS = 16_384
const NODES = 3
/** Nodes talk to each other this far above the port that clients use. */
const BUS_OFFSET = 10_000

/** Starts a real Redis Cluster of three masters without replicas, ready for commands on every slot. */
export async function startRedisCluster(): Promise<RedisClusterServer> {
  const servers: RedisServer[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  try {
    for (let n = 0; n < NODES; n++) servers.push(await startNode())
    await join(servers.map((server) => server.port))
  } catch (error) {
    await stop()
    throw error
  }
  return { nodes: servers.map((server) => `127.0.0.1:${server.port}`), servers, stop }
}

async function startNode(): Promise<RedisServer> {
  const extraArgs = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '3000']
  return startRedis({ port: await portWithBus(), extraArgs })
}

async function portWithBus(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = await freePort()
    if (port + BUS_OFFSET <= 65_535 && (await isFree(port + BUS_OFFSET))) return port
  }
  throw new Error('no free pair of ports for a node of Redis Cluster')
}

/** Deals the slots out, introduces everybody to everybody, and waits until all agree. */
async function join(ports: readonly number[]): Promise<void> {
  await Promise.all(
    ports.map(async (port, n) => {
      await redisCommand(port, 'CLUSTER', 'SET-CONFIG-EPOCH', String(n + 1))
      await redisCommand(port, 'CLUSTER', 'ADDSLOTS', ...slotsOf(n).map(String))
    }),
  )
  const pairs = ports.flatMap((port) => ports.filter((other) => other !== port).map((other) => [port, other] as const))
  await Promise.all(pairs.map(([port, other]) => redisCommand(port, 'CLUSTER', 'MEET', '127.0.0.1', String(other))))
  await waitUntil(async () => (await Promise.all(ports.map(isWhole))).every(Boolean), {
    timeoutMs: 30_000,
    intervalMs: 50,
    message: 'the nodes of Redis Cluster to agree',
  })
}

/** Contiguous and complete: the slots of node `n`. */
export function slotsOf(n: number): number[] {
  const [from, to] = [Math.floor((n * SLOTS) / NODES), Math.floor(((n + 1) * SLOTS) / NODES)]
  return Array.from({ length: to - from }, (_, i) => from + i)
}

async function isWhole(port: number): Promise<boolean> {
  const info = await redisCommand(port, 'CLUSTER', 'INFO')
  return [
    'cluster_state:ok',
    `cluster_slots_ok:${SLOTS}`,
    `cluster_known_nodes:${NODES}`,
    `cluster_size:${NODES}`,
  ].every((line) => info.includes(`${line}\r\n`))
}
