import type { System } from '../world/system.ts'

/** What every fault may use. */
export interface FaultContext {
  readonly system: System
  /** Folder where the last copy of Redis' data is kept. */
  readonly snapshots: string
  /** Told when Redis' data may have gone back in time: before and after. */
  readonly redisMoved: () => void
  /** Whether events are being folded in right now. */
  readonly flowing: () => boolean
  readonly pause: (ms: number) => Promise<void>
}

/** Whether the fault happened. It does not where its target could not be hit: away, and not back in time. */
export type Happened = boolean
