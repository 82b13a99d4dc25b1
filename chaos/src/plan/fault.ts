/** What can be done to the system. A fault is data: what it does stands in `faults/`. */

export const SERVICES = ['event-collector', 'feature', 'ranking', 'trainer'] as const
export type ServiceName = (typeof SERVICES)[number]

/** How many copies of each run. The third copy of `feature` comes and goes in rebalance storms. */
export const COPIES: Readonly<Record<ServiceName, number>> = {
  'event-collector': 2,
  feature: 2,
  ranking: 2,
  trainer: 1,
}

/** Who talks to whom through a network that fails. */
export const LINKS = ['event-collector to kafka', 'feature to kafka', 'feature to redis', 'ranking to redis'] as const
export type Link = (typeof LINKS)[number]

export type KillTarget = ServiceName | 'redis' | 'kafka'

export type Fault =
  /** SIGKILL. `copy` counts from 0; servers have one. */
  | { readonly kind: 'kill'; readonly target: KillTarget; readonly copy: number }
  /** SIGSTOP, and SIGCONT later. */
  | { readonly kind: 'pause'; readonly target: ServiceName; readonly copy: number; readonly forMs: number }
  /**
   * A copy of `feature` whose store answers slowly is stopped in the middle of its batches for longer than its session lasts,
   * and goes on when others have its partitions.
   */
  | { readonly kind: 'zombie'; readonly copy: number; readonly slowMs: number; readonly forMs: number }
  /** Bytes vanish in both directions, silently. */
  | { readonly kind: 'cut'; readonly link: Link; readonly forMs: number }
  /** New connections are taken and never answered. Those that are open are reset, so that there are new ones. */
  | { readonly kind: 'half-open'; readonly link: Link; readonly forMs: number }
  /** The log takes what the collectors send; that it did is lost on the way. */
  | { readonly kind: 'lost-answers'; readonly forMs: number }
  /** Redis comes back as it was some time ago. */
  | { readonly kind: 'redis-rollback' }
  /** Redis has no memory left for writes. */
  | { readonly kind: 'redis-full'; readonly forMs: number }
  /** 2 copies of `feature`, 1, 3 and 2 again, one step after the other. */
  | { readonly kind: 'rebalance-storm'; readonly stepMs: number }

export interface PlannedFault {
  /** From the start of the load. */
  readonly atMs: number
  readonly fault: Fault
}

/** For counting: `kill feature`, `pause ranking`, `cut feature to redis`. */
export function nameOf(fault: Fault): string {
  if (fault.kind === 'kill' || fault.kind === 'pause') return `${fault.kind} ${fault.target}`
  if (fault.kind === 'cut' || fault.kind === 'half-open') return `${fault.kind} ${fault.link}`
  return fault.kind
}
