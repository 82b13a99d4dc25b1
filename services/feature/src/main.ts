import { setPriority } from 'node:os'
import { archiveVariables, backendVariables, openArchiveStore, openBackends, openOwnBackends } from '@upnext/backends'
import { CODE_VERSION, descriptorSet, topicsOf } from '@upnext/contracts'
import { historyOf } from '@upnext/history'
import { systemClock } from '@upnext/ports'
import { createGrpcServer, listenHttp, opsRouter, runMain, tellStarter, untilOrphaned } from '@upnext/service-kit'
import type { Boot } from '@upnext/service-kit'
import express from 'express'
import { featureVariables, rebuildVariables } from './config.ts'
import { createFeature } from './feature.ts'
import { rebuildFlags } from './rebuild/rebuild-flags.ts'
import type { RebuildFlags } from './rebuild/rebuild-flags.ts'
import { rebuild } from './rebuild/rebuild.ts'

/** Of the operating system's -20 to 19. */
const GENTLE = 5

/** `--rebuild`: build a new generation beside the running services, and exit. */
const flags = rebuildFlags(process.argv.slice(2))
if (flags === null) await runMain('feature', process.env, serve)
else await runMain('rebuild', process.env, (boot) => buildGeneration(boot, flags))

async function buildGeneration(boot: Boot, { rate, force, loseHistory }: RebuildFlags): Promise<void> {
  const { log: logger, metrics, lifecycle } = boot
  const config = boot.config({ ...backendVariables, ...archiveVariables, ...rebuildVariables })
  // Traffic on the same machine goes first; twice as gentle, and a busy machine would never let it come to its end.
  setPriority(GENTLE)
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  // A guest: on embedded storage the standalone process owns the folder.
  const backends = await openBackends({ config, topics: Object.values(topics), clientId: 'rebuild', logger })
  lifecycle.add('backends', { stop: () => backends.close() })
  const report = await rebuild({
    history: historyOf(backends.log, await openArchiveStore(config), loseHistory),
    profiles: backends.profiles,
    topics,
    clock: systemClock,
    logger,
    metrics,
    codeVersion: CODE_VERSION,
    rate,
    force,
    say: (line) => process.stderr.write(`${line}\n`),
    signal: AbortSignal.any([lifecycle.stopping, untilOrphaned()]),
  })
  // Whoever started it as a child is told; by hand, it is the last line.
  if (!tellStarter(report)) process.stdout.write(`${JSON.stringify(report)}\n`)
  // Nothing is left to keep the process alive.
  await backends.close()
}

async function serve({ config: read, log: logger, metrics, lifecycle, fail }: Boot): Promise<void> {
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
}
