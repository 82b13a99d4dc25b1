import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { archiveVariables, backendVariables, openArchiveStore, openBackends, openOwnBackends } from '@upnext/backends'
import { CODE_VERSION, topicsOf } from '@upnext/contracts'
import { historyOf, parseUntil } from '@upnext/history'
import { systemClock } from '@upnext/ports'
import { listenHttp, opsRouter, runMain, tellStarter, untilOrphaned } from '@upnext/service-kit'
import express from 'express'
import { settingsOf, trainerVariables } from './config.ts'
import { runTrainingJob } from './job.ts'
import { createTrainer } from './trainer.ts'

/**
 * `--once`: train from what is in the log, publish, exit; `--until <end>`: from what was there until then; `--out <folder>`: write the
 * model there, and publish nothing; `--lose-history`: although the beginning is lost.
 */
const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    until: { type: 'string' },
    out: { type: 'string' },
    'lose-history': { type: 'boolean', default: false },
  },
})

// Whoever started a job sees its exit code: it leaves at once, also where it has failed.
const env = flags.once ? { UPNEXT_EXIT_LINGER: '0', ...process.env } : process.env

await runMain('trainer', env, async ({ config: read, log: logger, metrics, lifecycle, fail }) => {
  const config = read({ ...backendVariables, ...archiveVariables, ...trainerVariables })
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const until = flags.until === undefined ? undefined : await parseUntil(flags.until)
  const place = { config, topics: Object.values(topics), clientId: 'trainer', logger }
  // Reading beside the folder's owner is harmless; whoever publishes has to own it.
  const backends = await (flags.out === undefined ? openOwnBackends(place) : openBackends(place))
  lifecycle.add('backends', { stop: () => backends.close() })
  const common = {
    ...backends,
    topics,
    clock: systemClock,
    logger,
    metrics,
    settings: settingsOf(config),
    codeVersion: CODE_VERSION,
    ...historyOf(backends.log, await openArchiveStore(config), config.UPNEXT_LOSE_HISTORY || flags['lose-history']),
  }

  if (flags.once) {
    const signal = AbortSignal.any([lifecycle.stopping, untilOrphaned()])
    tellStarter(await runTrainingJob({ ...common, until, out: flags.out, signal }))
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
