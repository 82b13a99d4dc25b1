/** The variables of the feature service. */
import { backendVariables } from '@upnext/backends'
import { hostVariable, intVariable, namespaceVariable, portVariable, viewerSecretVariable } from '@upnext/service-kit'

export const variables = {
  ...backendVariables,
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_VIEWER_SECRET: viewerSecretVariable,
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(8081, 'Port of /live, /ready and /metrics.'),
  UPNEXT_GRPC_PORT: portVariable(50052, 'Port of ProfileService.'),
  UPNEXT_GENERATION: intVariable({
    min: 0,
    max: 1_000_000,
    default: 0,
    help: 'Generation of profiles to build; 0: the active one.',
  }),
}
