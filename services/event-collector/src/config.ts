import {
  durationMsVariable,
  hostVariable,
  intVariable,
  namespaceVariable,
  portVariable,
  viewerSecretVariable,
} from '@upnext/service-kit'
import type { Variable } from '@upnext/service-kit'
import { DEFAULT_LIMITS } from './limits.ts'

const DAY_MS = 86_400_000

const lateness = durationMsVariable({
  help: 'How old a live event may be when it arrives; 0: as old as it likes. Backfill is never too old.',
  default: 0,
  maxMs: 3650 * DAY_MS,
})
/** `null`: no limit. */
const maxLatenessVariable: Variable<number | null> = {
  ...lateness,
  schema: lateness.schema.transform((ms) => (ms === 0 ? null : ms)),
  example: '7d',
}

/** What the collector reads from its environment, beside the variables of the backend. */
export const collectorVariables = {
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(8080, 'Port of the HTTP endpoints.'),
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_VIEWER_SECRET: viewerSecretVariable,
  UPNEXT_MAX_LATENESS: maxLatenessVariable,
  UPNEXT_REJECTIONS_PER_MINUTE: intVariable({
    help: 'Rejected events written to their topic in a minute; those beyond are only counted.',
    default: DEFAULT_LIMITS.rejectionsPerMinute,
    min: 0,
    max: 1_000_000,
  }),
}
