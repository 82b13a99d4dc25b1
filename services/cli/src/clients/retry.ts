/** Trying again, for as long as there is hope. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '@upnext/ports'
import { TryLaterError } from './collector-client.ts'

export interface RetrySettings {
  readonly clock: Clock
  /** Gives up when it has not worked for this long. */
  readonly patienceMs: number
  readonly onRetry: (error: Error, pauseMs: number) => void
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/** Repeats `attempt` while it throws {@link TryLaterError}, with growing pauses, or those that the other side asked for. */
export async function withRetries<Result>(attempt: () => Promise<Result>, settings: RetrySettings): Promise<Result> {
  const giveUpAtMs = settings.clock.now() + settings.patienceMs
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof TryLaterError)) throw error
      const thisPauseMs = Math.min(error.retryAfterMs ?? pauseMs, LONGEST_PAUSE_MS)
      if (settings.clock.now() + thisPauseMs > giveUpAtMs) throw error
      settings.onRetry(error, thisPauseMs)
      await pause(thisPauseMs)
    }
  }
}
