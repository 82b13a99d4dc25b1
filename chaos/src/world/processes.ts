/** The processes of the system: what is run, with which variables, and where it is reached. */
import { freePorts } from '@upnext/testkit'
import { COPIES, SERVICES } from '../plan/fault.ts'
import type { ServiceName } from '../plan/fault.ts'
import type { Servers } from './servers.ts'

export const NAMESPACE = 'chaos'
/** Not a secret: it only lives as long as the run. */
export const VIEWER_SECRET = '5a'.repeat(16)
/** A member of a group that is silent for longer has lost its partitions. */
export const SESSION_TIMEOUT_MS = 1_500

/** What the run replaces by something that must fail. */
export type GuardOff = 'cas' | 'fold'

export interface ProcessPlan {
  readonly name: string
  readonly service: ServiceName
  readonly entry: string
  readonly args: readonly string[]
  readonly httpPort: number
  readonly grpcPort: number
}

/** One copy of `feature` more than usual, for storms, and one more that builds the second generation at the end. */
const SPARE_FEATURES = 2
/** The last copy of `feature`: it builds a second generation from the log's first record on. */
export const REBUILDER = `feature-${COPIES.feature + SPARE_FEATURES}`

export async function planProcesses(guardOff: GuardOff | null): Promise<ProcessPlan[]> {
  const names = SERVICES.flatMap((service) => {
    const copies = COPIES[service] + (service === 'feature' ? SPARE_FEATURES : 0)
    return Array.from({ length: copies }, (_, i) => ({ service, name: `${service}-${i + 1}` }))
  })
  const ports = await freePorts(2 * names.length)
  return names.map(({ service, name }, i) => {
    const control = service === 'feature' && name !== REBUILDER && guardOff !== null
    return {
      name,
      service,
      entry: control ? 'chaos/dist/controls/feature-main.js' : `services/${service}/dist/main.js`,
      args: control ? [guardOff] : [],
      httpPort: ports[2 * i] ?? 0,
      grpcPort: ports[2 * i + 1] ?? 0,
    }
  })
}

/** The variables of one process. `folder` is for what it keeps on disk. */
export function environmentOf(plan: ProcessPlan, servers: Servers, folder: string): Record<string, string> {
  const redis = servers.redisProxies.get(plan.name)
  const common = {
    UPNEXT_BACKEND: 'kafka-redis',
    UPNEXT_KAFKA_BROKERS: servers.kafkaProxies[plan.service].address,
    UPNEXT_KAFKA_SESSION_TIMEOUT: `${SESSION_TIMEOUT_MS}ms`,
    UPNEXT_REDIS_URL: `redis://${redis?.address ?? ''}`,
    UPNEXT_NAMESPACE: NAMESPACE,
    UPNEXT_DATA: folder,
    UPNEXT_HTTP_PORT: String(plan.httpPort),
  }
  const secret = { UPNEXT_VIEWER_SECRET: VIEWER_SECRET }
  const grpc = { UPNEXT_GRPC_PORT: String(plan.grpcPort) }
  const rebuilding: Record<string, string> = plan.name === REBUILDER ? { UPNEXT_GENERATION: '2' } : {}
  switch (plan.service) {
    case 'event-collector':
      return { ...common, ...secret }
    case 'feature':
      return { ...common, ...secret, ...grpc, ...rebuilding }
    case 'ranking':
      return { ...common, ...secret, ...grpc }
    case 'trainer':
      return { ...common, UPNEXT_TRAIN_CHECKPOINT_INTERVAL: '5s' }
  }
}
