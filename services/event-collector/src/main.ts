import { backendVariables, kafkaConnection, openKafkaLog, openOwnBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { listenHttp, opsRouter, runMain } from '@upnext/service-kit'
import { collectorVariables } from './config.ts'
import { createCollector } from './create-collector.ts'
import { collectorApp } from './http/collector-app.ts'

const NAME = 'event-collector'

await runMain(NAME, process.env, async ({ config: read, log: logger, metrics, lifecycle }) => {
  const config = read({ ...backendVariables, ...collectorVariables })
  const namespace = config.UPNEXT_NAMESPACE
  const roles = topicsOf(namespace)
  const topics = Object.values(roles)
  // On Kafka nothing but the log is opened: events are taken also while Redis is away.
  const folder = config.UPNEXT_BACKEND === 'embedded' ? await openOwnBackends({ config, topics, clientId: NAME }) : null
  const log = folder?.log ?? (await openKafkaLog({ ...kafkaConnection(config, NAME, logger), topics, namespace }))
  lifecycle.add('log', { stop: () => (folder ?? log).close() })

  const keys = { secret: config.UPNEXT_VIEWER_SECRET, namespace }
  const limits = {
    maxLatenessMs: config.UPNEXT_MAX_LATENESS,
    rejectionsPerMinute: config.UPNEXT_REJECTIONS_PER_MINUTE,
  }
  const collector = createCollector({ log, topics: roles, keys, clock: systemClock, logger, metrics, limits })
  lifecycle.add('collector', collector)

  const app = collectorApp([collector.router, opsRouter({ metrics, ready: () => collector.ready() })], logger)
  const address = { host: config.UPNEXT_HOST, port: config.UPNEXT_HTTP_PORT }
  const http = await listenHttp(app, { ...address, name: NAME, variable: 'UPNEXT_HTTP_PORT' })
  lifecycle.add('http', { stop: () => http.close() })
})
