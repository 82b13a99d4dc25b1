/** Takes calls of the given services into the line, or refuses them where it is too long, before their message is read. */
import { ServerInterceptingCall } from '@grpc/grpc-js'
import type { ServerInterceptor } from '@grpc/grpc-js'
import { systemClock } from '@upnext/ports'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics.ts'
import { LOOK_EVERY_MS, createCallLine } from './call-line.ts'
import { resourceExhausted } from './rpc-error.ts'
import { toStatus } from './to-status.ts'

const SAY_EVERY_MS = 10_000

/** Made once: a refusal has to cost next to nothing, or refusing is what the process drowns in. */
const TOO_MANY = resourceExhausted('overloaded: try again after a pause, or add copies or workers', 'OVERLOADED')
const REFUSAL = { metadata: null, ...toStatus(TOO_MANY, '').status }

export interface OverloadGuardOptions {
  /** Full method names (`/package.Service/Method`) that may be refused; all others, such as health, never are. */
  readonly paths: ReadonlySet<string>
  readonly log: Logger
  readonly metrics: Metrics | undefined
}

export interface OverloadGuard {
  readonly interceptor: ServerInterceptor
  start(): void
  stop(): void
}

export function createOverloadGuard({ paths, log, metrics }: OverloadGuardOptions): OverloadGuard {
  const line = createCallLine()
  const refusals = metrics?.counter('grpc_overloaded_total', 'Calls refused because too many were waiting', ['method'])
  const inFlight = metrics?.gauge('grpc_calls_in_flight', 'Calls taken and not answered yet')
  const wait = metrics?.gauge('grpc_wait_seconds', 'How long a call that comes now is expected to wait in line')
  let timer: NodeJS.Timeout | undefined
  let unsaid = 0
  let saidAtMs = -Infinity

  const look = (): void => {
    line.look()
    const now = line.now()
    inFlight?.set(now.inFlight)
    wait?.set(now.waitMs / 1000)
    const nowMs = performance.now()
    if (unsaid === 0 || nowMs - saidAtMs < SAY_EVERY_MS) return
    log.warn({ ...now, refused: unsaid }, 'overloaded: calls are refused')
    unsaid = 0
    saidAtMs = nowMs
  }

  return {
    interceptor: (method, call) => {
      if (!paths.has(method.path)) return new ServerInterceptingCall(call)
      if (line.refuses(leftMs(call.getDeadline()))) {
        unsaid += 1
        refusals?.inc({ method: method.path })
        call.sendStatus(REFUSAL)
        // Ended as it is, it starts nothing: its message is thrown away unread.
        return new ServerInterceptingCall(call)
      }
      return new ServerInterceptingCall(call, {
        // The listener hears of the end of every call that it has heard the start of; of one that is gone already, neither.
        start: (next) =>
          next({
            onReceiveMetadata: (metadata, go) => {
              line.enter()
              go(metadata)
            },
            onCancel: () => line.leave(),
          }),
      })
    },
    start() {
      timer ??= setInterval(look, LOOK_EVERY_MS).unref()
    },
    stop: () => clearInterval(timer),
  }
}

function leftMs(deadline: Date | number): number {
  return Number(deadline) - systemClock.now()
}
