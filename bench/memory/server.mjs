// The ranking service on stores that are filled. Says what it has resident once catalogue and model are read.
import { readFile } from 'node:fs/promises'
import { backendVariables, openOwnBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { DEFAULT_SETTINGS, createRanking } from '@upnext/ranking'
import { defaultRows } from '@upnext/rows'
import { createGrpcServer, createLogger, createMetrics, loadConfig } from '@upnext/service-kit'

const config = { ...loadConfig(backendVariables, process.env), UPNEXT_NAMESPACE: '' }
const topics = topicsOf('')
const logger = createLogger({ service: 'ranking', level: 'warn' })
const metrics = createMetrics('ranking')
const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'bench' })
let onReady
const caughtUp = new Promise((resolve) => {
  onReady = resolve
})
const keys = { secret: Buffer.alloc(32, 7), namespace: '' }
const rows = defaultRows()
const settings = DEFAULT_SETTINGS
const ranking = createRanking({
  ...backends,
  topics,
  keys,
  clock: systemClock,
  logger,
  metrics,
  settings,
  rows,
  onReady,
})
const where = { host: '127.0.0.1', port: 0, name: 'gRPC', variable: 'UPNEXT_GRPC_PORT' }
const server = createGrpcServer({ ...where, services: ranking.grpc, log: logger, metrics })
await ranking.start()
await caughtUp
const port = await server.start()
process.on('message', async (message) => {
  if (message === 'report') process.send({ residentMb: await residentMb(), heapMb: mb(process.memoryUsage().heapUsed) })
  if (message !== 'stop') return
  await server.stop()
  await ranking.stop()
  await backends.close()
  process.disconnect()
})
process.send({ port })

/** Linux only. What is mapped from the stores' files belongs to the page cache, and is said apart. */
async function residentMb() {
  const status = await readFile('/proc/self/status', 'utf8')
  const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024)
  return { all: of('VmRSS'), own: of('RssAnon'), files: of('RssFile') }
}

function mb(bytes) {
  return Math.round(bytes / 2 ** 20)
}
