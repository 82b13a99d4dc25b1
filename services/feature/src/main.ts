import { backendVariables, openOwnBackends } from '@upnext/backends'
import { CODE_VERSION, descriptorSet, topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { createGrpcServer, listenHttp, opsRouter, runMain } from '@upnext/service-kit'
import express from 'express'
import { featureVariables } from './config.ts'
import { createFeature } from './feature.ts'

await runMain('feature', process.env, async ({ config: read, log: logger, metrics, lifecycle, fail }) => {
  const config = read({ ...backendVariables, ...featureVariables })
  const namespace = config.UPNEXT_NAMESPACE
  const topics = topicsOf(namespace)
  const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'feature', logger })
  lifecycle.add('backends', { stop: () => backends.close() })

  const feature = createFeature({
    ...backends,
    topics,
    keys: { secret: config.UPNEXT_VIEWER_SECRET, namespace },
    clock: systemClock,
    logger,
    metrics,
    codeVersion: CODE_VERSION,
    onCrash: fail,
    ...(config.UPNEXT_GENERATION > 0 ? { generation: config.UPNEXT_GENERATION } : {}),
  })
  const host = config.UPNEXT_HOST
  const grpc = createGrpcServer({
    services: feature.grpc,
    descriptorSet: Buffer.from(descriptorSet, 'base64'),
    log: logger,
    metrics,
    host,
    port: config.UPNEXT_GRPC_PORT,
    name: 'ProfileService',
    variable: 'UPNEXT_GRPC_PORT',
  })
  lifecycle.add('feature', feature)
  lifecycle.add('grpc', {
    start: async () => {
      logger.info({ port: await grpc.start() }, 'serving profiles')
      grpc.setServing(true)
    },
    stop: () => grpc.stop(),
  })
  const app = express().use(opsRouter({ metrics, ready: () => feature.ready() }))
  const http = await listenHttp(app, {
    host,
    port: config.UPNEXT_HTTP_PORT,
    name: 'HTTP',
    variable: 'UPNEXT_HTTP_PORT',
  })
  lifecycle.add('http', { stop: () => http.close() })
})
