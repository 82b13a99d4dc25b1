/** The feature service's own variables; those of the backends come on top in `main.ts`. */
import { hostVariable, intVariable, namespaceVariable, portVariable, viewerSecretVariable } from '@upnext/service-kit'

export const featureVariables = {
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_VIEWER_SECRET: viewerSecretVariable,
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(8081, 'Port of /live, /ready and /metrics.'),
  UPNEXT_GRPC_PORT: portVariable(50052, 'Port of ProfileService.'),
  UPNEXT_GENERATION: intVariable({
    min: 0,
    max: 1_000_000,
    default: 0,
    help: 'The only generation of profiles to feed; 0: every ready one of this fold version.',
  }),
}

/** What a rebuild needs of them. */
export const rebuildVariables = { UPNEXT_NAMESPACE: namespaceVariable }
