// Starts the product's own processes for a measurement, as an operator would, and loads the example into them.
import { fileURLToPath } from 'node:url'
import { freePort, provisionServers, randomNamespace, startProcess, tempFolder } from '@upnext/testkit'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const EXAMPLE = [
  ...['import', 'movielens', 'examples/data/ml-latest-small', '--name', 'bench'],
  ...['--everywhere', '--all-ages', '--shift-to', 'now'],
]

/** One process on embedded storage, with the example imported and learned. */
export async function startEmbedded(say) {
  const folder = await tempFolder('upnext-bench-')
  const env = { UPNEXT_DATA: folder.path, UPNEXT_HTTP_PORT: '0', UPNEXT_GRPC_PORT: '0' }
  say('embedded: starting, with the example')
  const child = await cli(['start', '--examples'], env, /Upnext is ready: events and status at (\S+), rows at (\S+)/)
  const [, http, grpc] = /events and status at (\S+), rows at (\S+)/.exec(child.stdout())
  return {
    http,
    grpc,
    async stop() {
      await child.stop()
      await folder.remove()
    },
  }
}

/** Four processes on real Kafka and Redis; `null`, said why, where those cannot be had. */
export async function startReal(say) {
  const servers = await provisionServers(process.env, ['kafka', 'redis'])
  if (servers.missing.length > 0) {
    for (const { name, reason } of servers.missing) say(`real: left out, no ${name}: ${reason}`)
    await servers.stop()
    return null
  }
  const folder = await tempFolder('upnext-bench-')
  const [kafka, redis] = [servers.env.UPNEXT_TEST_KAFKA, servers.env.UPNEXT_TEST_REDIS]
  const env = {
    UPNEXT_BACKEND: 'kafka-redis',
    UPNEXT_KAFKA_BROKERS: kafka,
    UPNEXT_REDIS_URL: redis,
    UPNEXT_NAMESPACE: randomNamespace('bench'),
    UPNEXT_VIEWER_SECRET: '00'.repeat(16),
    UPNEXT_LOG_LEVEL: 'warn',
    UPNEXT_DATA: folder.path,
  }
  const children = []
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()))
    await servers.stop()
    await folder.remove()
  }
  try {
    await finish(await cli(['topics', 'create'], env))
    say('real: starting four services on Kafka and Redis')
    const collector = await service('event-collector', env, children)
    await service('feature', env, children)
    await service('trainer', env, children)
    const ranking = await service('ranking', env, children)
    const addresses = { ...env, UPNEXT_COLLECTOR_URL: collector.http, UPNEXT_RANKING_ADDRESS: ranking.grpc }
    say('real: importing and learning the example')
    await finish(await cli(EXAMPLE, addresses))
    return { http: collector.http, grpc: ranking.grpc, kafka, redis, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** One service on free ports; resolves when it says that it is ready. */
async function service(name, env, children) {
  const [httpPort, grpcPort] = [await freePort(), await freePort()]
  const http = `http://127.0.0.1:${httpPort}`
  const child = await startProcess({
    entry: `services/${name}/dist/main.js`,
    cwd: ROOT,
    env: { ...env, UPNEXT_HTTP_PORT: String(httpPort), UPNEXT_GRPC_PORT: String(grpcPort) },
    ready: async () => (await fetch(`${http}/ready`)).ok,
    timeoutMs: 60_000,
  })
  children.push(child)
  return { http, grpc: `127.0.0.1:${grpcPort}` }
}

function cli(args, env, ready) {
  const entry = 'services/cli/bin/upnext.js'
  return startProcess({ entry, args, env, cwd: ROOT, timeoutMs: 180_000, ...(ready === undefined ? {} : { ready }) })
}

async function finish(child) {
  const { code } = await child.exited
  if (code !== 0) throw new Error(`a command failed:\n${child.output()}`)
}
