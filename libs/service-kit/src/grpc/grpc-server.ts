import { Server, ServerCredentials, setLogger } from '@grpc/grpc-js'
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js'
import { HealthImplementation } from 'grpc-health-check'
import { ListenError } from '../listen-error.ts'
import type { ListenAddress } from '../listen-error.ts'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics.ts'
import { addReflection } from './reflection.ts'
import { createOverloadGuard } from './refuse-overload.ts'
import type { GrpcService } from './service.ts'
import { toUnaryCall } from './unary-call.ts'
import type { CallObserver } from './unary-call.ts'

/**
 * Requests are small and many; connections are renewed, so that new replicas get their share. A thousand ids at their longest fit, and
 * some of the requests that have too many: those are told so by name, and not just that they are too large.
 */
const LIMITS = {
  'grpc.max_receive_message_length': 512 * 1024,
  'grpc.max_concurrent_streams': 256,
  'grpc.max_connection_age_ms': 300_000,
  'grpc.max_connection_age_grace_ms': 30_000,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Statistics of each call, which nothing here would show.
  'grpc.enable_channelz': 0,
}

export interface GrpcServerOptions extends ListenAddress {
  readonly services: readonly GrpcService[]
  /** A FileDescriptorSet in binary: with it, clients can ask what the services look like (reflection). */
  readonly descriptorSet?: Uint8Array
  readonly log: Logger
  readonly metrics?: Metrics
  /** How long calls in hand may take when the server stops. Default 3 s. */
  readonly drainMs?: number
}

export interface GrpcServer {
  /** Resolves to the port. Rejects with a `ListenError`. */
  start(): Promise<number>
  /** Health says NOT_SERVING, new calls are refused, calls in hand are waited for. Harmless when called twice. */
  stop(): Promise<void>
  /** What the health service says, for '' and for each service by name. NOT_SERVING until told otherwise. */
  setServing(serving: boolean): void
}

/** A server with health, reflection and limits around the given services, which refuses calls of theirs that would come too late. */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const paths = new Set(options.services.flatMap(({ definition }) => Object.values(definition).map(({ path }) => path)))
  const guard = createOverloadGuard({ paths, log: options.log, metrics: options.metrics })
  const server = new Server({ ...LIMITS, interceptors: [guard.interceptor] })
  const names = options.services.map((service) => nameOf(service.definition))
  const health = new HealthImplementation()
  const setServing = (serving: boolean): void => {
    for (const name of ['', ...names]) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING')
  }

  const observer = observerOf(options)
  for (const service of options.services) server.addService(service.definition, implement(service, observer))
  health.addToServer(server)
  setServing(false)
  if (options.descriptorSet !== undefined) addReflection(server, options.descriptorSet, names)

  let stopped: Promise<void> | null = null
  return {
    setServing,
    start() {
      guard.start()
      return bind(server, options)
    },
    stop() {
      setServing(false)
      stopped ??= shutDown(server, options.drainMs ?? 3000).finally(() => guard.stop())
      return stopped
    },
  }
}

function observerOf({ log, metrics }: GrpcServerOptions): CallObserver {
  const seconds = metrics?.histogram('grpc_seconds', 'Time to answer a call', ['method', 'code']) ?? null
  return { log, seconds }
}

function implement(service: GrpcService, observer: CallObserver): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(service.methods).map(([name, method]) => [name, toUnaryCall(method, observer)]),
  )
}

/** `/upnext.ranking.v1.RankingService/GetPage` is of `upnext.ranking.v1.RankingService`. */
function nameOf(definition: ServiceDefinition): string {
  return Object.values(definition)[0]?.path.split('/')[1] ?? ''
}

function bind(server: Server, options: GrpcServerOptions): Promise<number> {
  const { log, host, port } = options
  const debug = (...facts: unknown[]): void => log.debug({ facts }, 'grpc-js')
  // The library would print to standard error what the ListenError says already.
  setLogger({ error: debug, info: debug, debug })
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(new ListenError(options, error))
    })
  })
}

function shutDown(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), drainMs)
    server.tryShutdown(() => {
      clearTimeout(force)
      resolve()
    })
  })
}
