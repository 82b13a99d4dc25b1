import { join } from 'node:path'
import { backendVariables, openOwnBackends } from '@upnext/backends'
import { CODE_VERSION, topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { listenHttp, opsRouter, runMain } from '@upnext/service-kit'
import express from 'express'
import { settingsOf, trainerVariables } from './config.ts'
import { runTrainingJob } from './job.ts'
import { createTrainer } from './trainer.ts'

/** `--once`: train from what is in the log, publish, exit. */
const once = process.argv.includes('--once')

await runMain('trainer', process.env, async ({ config: read, log: logger, metrics, lifecycle, fail }) => {
  const config = read({ ...backendVariables, ...trainerVariables })
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'trainer', logger })
  lifecycle.add('backends', { stop: () => backends.close() })
  const common = {
    ...backends,
    topics,
    clock: systemClock,
    logger,
    metrics,
    settings: settingsOf(config),
    codeVersion: CODE_VERSION,
  }

  if (once) {
    await runTrainingJob({ ...common, signal: lifecycle.stopping })
    // Nothing is left to keep the process alive.
    await backends.close()
    return
  }
  const folder = join(config.UPNEXT_DATA, 'trainer', config.UPNEXT_NAMESPACE)
  const trainer = createTrainer({ ...common, folder, onCrash: fail })
  lifecycle.add('trainer', trainer)
  const app = express().use(opsRouter({ metrics, ready: () => trainer.ready() }))
  const address = {
    host: config.UPNEXT_HOST,
    port: config.UPNEXT_HTTP_PORT,
    name: 'HTTP',
    variable: 'UPNEXT_HTTP_PORT',
  }
  const http = await listenHttp(app, address)
  lifecycle.add('http', { stop: () => http.close() })
})
