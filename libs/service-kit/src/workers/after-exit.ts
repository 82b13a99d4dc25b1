/** What follows when a worker has ended without being asked to. */
import { needsSomebody } from '../linger.ts'

/** As often in a row workers may end before any is ready; then whoever starts the process should hear of it. */
export const MOST_CRASHES = 5
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

export interface WorkerExit {
  /** Why it ended, where it could say so: all but crashes and kills. */
  readonly failure: Error | null
  /** How often a worker in its place has ended, this time included, since one was ready there. */
  readonly crashes: number
  /** Whether any worker has ever been ready. */
  readonly anyWasReady: boolean
  /** Whether another one is ready now. */
  readonly anyIsReady: boolean
}

export type AfterExit =
  | { readonly kind: 'replace'; readonly afterMs: number }
  /** All end because of this. Null: nothing but crashes. */
  | { readonly kind: 'end'; readonly failure: Error | null }

/**
 * A failure that a restart does not mend ends all, and so does any failure before a worker was ever ready: a process without workers would
 * exit as well. After a crash, or while a server is away, another one takes the place, later and later.
 */
export function afterExit({ failure, crashes, anyWasReady, anyIsReady }: WorkerExit): AfterExit {
  if (failure !== null && (!anyWasReady || needsSomebody(failure))) return { kind: 'end', failure }
  if (crashes >= MOST_CRASHES && !anyIsReady) return { kind: 'end', failure }
  return { kind: 'replace', afterMs: Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (crashes - 1)) }
}
