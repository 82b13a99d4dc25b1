/** The feature service with one of its guards taken off: `feature-main.js cas` or `feature-main.js fold`. For runs that must fail. */
import { backendVariables, openOwnBackends } from '@upnext/backends'
import { CODE_VERSION, topicsOf } from '@upnext/contracts'
import { createFeature } from '@upnext/feature'
import { systemClock } from '@upnext/ports'
import {
  hostVariable,
  listenHttp,
  namespaceVariable,
  opsRouter,
  portVariable,
  runMain,
  viewerSecretVariable,
} from '@upnext/service-kit'
import express from 'express'
import { carelessFold } from './careless-fold.ts'
import { withoutCompareAndSet } from './careless-store.ts'

const variables = {
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_VIEWER_SECRET: viewerSecretVariable,
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(8081, 'Port of /live, /ready and /metrics.'),
}

const guardOff = process.argv[2]

await runMain('feature', process.env, async ({ config: read, log: logger, metrics, lifecycle, fail }) => {
  const config = read({ ...backendVariables, ...variables })
  const namespace = config.UPNEXT_NAMESPACE
  const topics = topicsOf(namespace)
  const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'feature', logger })
  lifecycle.add('backends', { stop: () => backends.close() })
  const feature = createFeature({
    ...backends,
    ...(guardOff === 'cas' ? { profiles: withoutCompareAndSet(backends.profiles) } : {}),
    ...(guardOff === 'fold' ? { fold: carelessFold } : {}),
    topics,
    keys: { secret: config.UPNEXT_VIEWER_SECRET, namespace },
    clock: systemClock,
    logger,
    metrics,
    codeVersion: CODE_VERSION,
    onCrash: fail,
  })
  lifecycle.add('feature', feature)
  const http = await listenHttp(express().use(opsRouter({ metrics, ready: () => feature.ready() })), {
    host: config.UPNEXT_HOST,
    port: config.UPNEXT_HTTP_PORT,
    name: 'HTTP',
    variable: 'UPNEXT_HTTP_PORT',
  })
  lifecycle.add('http', { stop: () => http.close() })
})
