import { freePort } from '../free-port.ts'
import { startChild } from '../process/child.ts'
import type { Child } from '../process/child.ts'
import { cleanEnvironment } from '../process/clean-environment.ts'
import { untilReady } from '../process/start-process.ts'
import { redisBinary } from './redis-binary.ts'
import { redisCommand } from './redis-command.ts'
import { testServer } from './test-server.ts'
import type { TestServer } from './test-server.ts'

export interface RedisServer extends TestServer {
  /** `redis://host:port`. */
  readonly url: string
  readonly port: number
}

/** Starts a real Redis server that keeps its data (append-only, synced every second) and never evicts. */
export async function startRedis(
  options: { readonly extraArgs?: readonly string[]; readonly port?: number } = {},
): Promise<RedisServer> {
  const binary = await redisBinary()
  const port = options.port ?? (await freePort())
  const server = await testServer('redis', (folder) => startServer(binary, port, folder, options.extraArgs ?? []))
  return Object.assign(server, { port, url: `redis://127.0.0.1:${port}` })
}

async function startServer(binary: string, port: number, dir: string, extra: readonly string[]): Promise<Child> {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir,
    save: '',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    daemonize: 'no',
    loglevel: 'warning',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = await startChild({ command: binary, args: [...args, ...extra], env: cleanEnvironment() })
  // PING answers an error while data is still being read.
  await untilReady(child, 'redis-server', 20_000, async () => (await redisCommand(port, 'PING')) === 'PONG')
  return child
}
