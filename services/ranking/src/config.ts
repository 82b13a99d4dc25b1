/** The ranking service's own variables; those of the backends come on top in `main.ts`. */
import {
  ConfigError,
  durationMsVariable,
  hostVariable,
  intVariable,
  namespaceVariable,
  portVariable,
  optional,
  pathVariable,
  viewerSecretVariable,
} from '@upnext/service-kit'

/** Also those of the standalone process. */
export const rowVariables = {
  UPNEXT_ROWS: optional(
    pathVariable({
      help: 'Rows file that says which pages and rows there are, see `docs/rows.md`; not set: the default one.',
      example: '/etc/upnext/rows.yaml',
    }),
  ),
}

export const rankingVariables = {
  ...rowVariables,
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_VIEWER_SECRET: viewerSecretVariable,
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(8083, 'Port of /live, /ready and /metrics.'),
  UPNEXT_GRPC_PORT: portVariable(50051, 'Port of RankingService.'),
  UPNEXT_WORKERS: intVariable({
    default: 1,
    min: 1,
    max: 64,
    help: 'Processes that answer on the same port; each holds catalogue and model. As many as there are cores, at most.',
  }),
  UPNEXT_PROFILE_BUDGET_MS: durationMsVariable({
    default: 40,
    minMs: 1,
    maxMs: 5000,
    help: 'Longest that reading a profile may take; then the row is made without it, marked as degraded.',
  }),
  UPNEXT_MODEL_POLL_MS: durationMsVariable({
    default: 1000,
    minMs: 50,
    maxMs: 60_000,
    help: 'How often the store is asked which model is active.',
  }),
}

export interface WorkersConfig {
  readonly UPNEXT_BACKEND: string
  readonly UPNEXT_WORKERS: number
}

/** Throws `ConfigError` where several processes are asked for and only one may own the storage. */
export function checkWorkers({ UPNEXT_BACKEND, UPNEXT_WORKERS }: WorkersConfig): void {
  if (UPNEXT_BACKEND !== 'embedded' || UPNEXT_WORKERS === 1) return
  const way = 'set UPNEXT_BACKEND=kafka-redis, or UPNEXT_WORKERS=1'
  throw new ConfigError([`UPNEXT_WORKERS: embedded storage belongs to one process, got ${UPNEXT_WORKERS}: ${way}`])
}
