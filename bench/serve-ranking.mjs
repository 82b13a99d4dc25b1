// The ranking service over gRPC in this process, on stores that are filled, as `upnext start` and `services/ranking` compose it.
import { topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { DEFAULT_SETTINGS, createRanking } from '@upnext/ranking'
import { beginYoung, collectSeldom, createGrpcServer, createLogger, createMetrics } from '@upnext/service-kit'

/** `wrap`: what is done to each service before it is served. Resolves once catalogue and model have been read. */
export async function serveRanking({ backends, keys, rows, wrap = (service) => service }) {
  beginYoung()
  const logger = createLogger({ service: 'ranking', level: 'warn' })
  const metrics = createMetrics('ranking')
  let onReady
  const caughtUp = new Promise((resolve) => {
    onReady = resolve
  })
  const topics = topicsOf(keys.namespace)
  const settings = DEFAULT_SETTINGS
  const ports = { ...backends, topics, keys, clock: systemClock, logger, metrics }
  const ranking = createRanking({ ...ports, settings, rows, onReady })
  const where = { host: '127.0.0.1', port: 0, name: 'gRPC', variable: 'UPNEXT_GRPC_PORT' }
  const server = createGrpcServer({ ...where, services: ranking.grpc.map(wrap), log: logger, metrics })
  await ranking.start()
  await caughtUp
  collectSeldom()
  return {
    port: await server.start(),
    async stop() {
      await server.stop()
      await ranking.stop()
      await backends.close()
    },
  }
}
