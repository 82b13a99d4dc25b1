import { backendVariables, openOwnBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { isWorker, runMain, superviseWorkers } from '@upnext/service-kit'
import { checkWorkers, rankingVariables } from './config.ts'
import { createRanking } from './create-ranking.ts'
import { loadRows } from './load-rows.ts'
import { serve } from './serve.ts'

await runMain('ranking', process.env, async (boot) => {
  const { log: logger, metrics, lifecycle, config: read, fail } = boot
  const config = read({ ...backendVariables, ...rankingVariables })
  const rows = loadRows(config.UPNEXT_ROWS)
  checkWorkers(config)
  const { UPNEXT_WORKERS: workers, UPNEXT_HOST: host, UPNEXT_HTTP_PORT: httpPort } = config
  if (workers > 1 && !isWorker()) {
    superviseWorkers(boot, { workers, host, port: httpPort })
    return
  }
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const backends = await openOwnBackends({
    config,
    topics: Object.values(topics),
    clientId: 'ranking',
    logger,
    failFastReads: true,
  })
  lifecycle.add('backends', { stop: () => backends.close() })
  const options = {
    ...backends,
    topics,
    keys: { secret: config.UPNEXT_VIEWER_SECRET, namespace: config.UPNEXT_NAMESPACE },
    clock: systemClock,
    logger,
    metrics,
    settings: {
      profileBudgetMs: config.UPNEXT_PROFILE_BUDGET_MS,
      modelPollMs: config.UPNEXT_MODEL_POLL_MS,
    },
    rows,
    onCrash: fail,
  }
  serve((onReady) => createRanking({ ...options, onReady }), {
    host,
    grpcPort: config.UPNEXT_GRPC_PORT,
    httpPort,
    logger,
    metrics,
    lifecycle,
  })
})
