// The ranking service as operators run it, in processes of its own, on real Kafka and Redis that hold the invented world.
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { GetNextToWatchRequest } from '@upnext/contracts'
import { freePorts, provisionServers, randomNamespace, startProcess, tempFolder } from '@upnext/testkit'
import { viewerId } from '../page/filled-stores.mjs'
import { bodyFile, requireH2load } from '../ranking/h2load.mjs'
import { metricsOf } from './metrics.mjs'
import { VIEWER_SECRET } from './secret.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const VIEWERS = 100

export const METHOD = 'GetNextToWatch'

/** Filled stores, and services on them; `body`: a file with one call's request, `request`: its bytes. Throws where Kafka, Redis or h2load are missing. */
export async function openWorld(say) {
  requireH2load()
  const servers = await provisionServers(process.env, ['kafka', 'redis'])
  if (servers.missing.length > 0) throw new Error(`no ${servers.missing[0].name}: ${servers.missing[0].reason}`)
  const folder = await tempFolder('upnext-bench-')
  const env = {
    UPNEXT_BACKEND: 'kafka-redis',
    UPNEXT_KAFKA_BROKERS: servers.env.UPNEXT_TEST_KAFKA,
    UPNEXT_REDIS_URL: servers.env.UPNEXT_TEST_REDIS,
    UPNEXT_NAMESPACE: randomNamespace('bench'),
  }
  const services = []
  const close = async () => {
    await Promise.all(services.map((service) => service.stop()))
    await servers.stop()
    await folder.remove()
  }
  try {
    say('filling the stores')
    const filling = await startProcess({ entry: 'bench/service/fill.mjs', args: [String(VIEWERS)], env, cwd: ROOT })
    const { code } = await filling.exited
    if (code !== 0) throw new Error(`the stores were not filled:\n${filling.output()}`)
    const audience = { $case: 'viewerId', value: viewerId(1) }
    const request = Buffer.from(
      GetNextToWatchRequest.encode(GetNextToWatchRequest.fromPartial({ audience, limit: 20 })).finish(),
    )
    return {
      folder: folder.path,
      request,
      body: await bodyFile(folder.path, request),
      async serve(workers) {
        const service = await startRanking({ ...env, UPNEXT_WORKERS: String(workers) }, workers)
        services.push(service)
        return service
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Resolves when all of its workers take calls and have the model. */
async function startRanking(env, workers) {
  const [port, httpPort] = await freePorts(2)
  const http = `http://127.0.0.1:${httpPort}`
  const isReady = async () => {
    if (!(await fetch(`${http}/ready`)).ok || !(await listens(port))) return false
    const metrics = await metricsOf(http)
    const withModel = [...metrics.by('upnext_ranking_model_titles', 'worker').values()].filter((titles) => titles > 0)
    return withModel.length === workers && (workers === 1 || metrics.sum('upnext_ranking_workers_ready') === workers)
  }
  const own = { UPNEXT_GRPC_PORT: String(port), UPNEXT_HTTP_PORT: String(httpPort), UPNEXT_LOG_LEVEL: 'warn' }
  const child = await startProcess({
    entry: 'services/ranking/dist/main.js',
    cwd: ROOT,
    env: { ...env, ...own, UPNEXT_VIEWER_SECRET: VIEWER_SECRET },
    ready: isReady,
    timeoutMs: 120_000,
  })
  const metrics = async () => {
    try {
      return await metricsOf(http)
    } catch (error) {
      throw new Error(`the service says nothing of itself any more; it said:\n${child.output().slice(-4000)}`, {
        cause: error,
      })
    }
  }
  return { port, metrics, stop: () => child.stop() }
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
