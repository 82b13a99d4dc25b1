/** The variables of the standalone process: without any of them set it runs, on embedded storage, for this machine only. */
import { archiveVariables, backendVariables } from '@upnext/backends'
import { collectorVariables } from '@upnext/event-collector'
import { rowVariables } from '@upnext/ranking'
import type { Config } from '@upnext/service-kit'
import { optional, portVariable, processVariables, viewerSecretVariable } from '@upnext/service-kit'
import { trainerVariables } from '@upnext/trainer'

export const standaloneVariables = {
  ...trainerVariables,
  ...rowVariables,
  ...collectorVariables,
  ...backendVariables,
  ...archiveVariables,
  UPNEXT_VIEWER_SECRET: {
    ...optional(viewerSecretVariable),
    help: 'Secret that viewer keys are made with; where it is not set, one is made once and kept in the data folder.',
  },
  UPNEXT_HTTP_PORT: portVariable(8080, 'Port for events, the catalogue, status and metrics.'),
  UPNEXT_GRPC_PORT: portVariable(50_051, 'Port for rows and profiles.'),
  ...processVariables,
}

export type StandaloneConfig = Config<typeof standaloneVariables>
