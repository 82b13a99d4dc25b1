/** The standalone process on a `Boot`: what `main.ts` and `upnext start` share. */
import { systemClock } from '@upnext/ports'
import type { Boot } from '@upnext/service-kit'
import { standaloneVariables } from './config.ts'
import { createStandalone } from './standalone.ts'
import type { Standalone } from './standalone.ts'

/** Reads the configuration and adds the standalone to the lifecycle, which starts it. */
export function composeStandalone(boot: Boot): Standalone {
  const standalone = createStandalone({
    config: boot.config(standaloneVariables),
    clock: systemClock,
    logger: boot.log,
    metrics: boot.metrics,
    onCrash: (error) => {
      boot.fail(error)
    },
  })
  boot.lifecycle.add('standalone', { start: () => standalone.start(), stop: () => standalone.stop() })
  return standalone
}

/** The line that says where everything is. */
export function readyLine(standalone: Standalone): string {
  const { http, grpc } = standalone.endpoints()
  return `Upnext is ready: events and status at ${http}, rows at ${grpc} (gRPC)`
}
