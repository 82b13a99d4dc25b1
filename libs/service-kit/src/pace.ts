/** How fast records go by, where somebody asks for a rate. */
import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

export interface Pace {
  /** How many records may go at once, as far as the rate is concerned. */
  readonly chunk: number
  /** Resolves when that many more may go; rejects when the signal aborts. */
  take(records: number, signal: AbortSignal): Promise<void>
}

/** At a low rate, chunks small enough that records go several times a second. */
const CHUNKS_A_SECOND = 10

/**
 * Shared by all who take from it. `null`: as fast as possible. `nowMs` only ever grows. Records that were held up before are not made
 * up for in a burst.
 */
export function createPace(perSecond: number | null, nowMs: () => number): Pace {
  if (perSecond === null) return { chunk: Infinity, take: async (_, signal) => signal.throwIfAborted() }
  let freeAtMs = nowMs()
  return {
    chunk: Math.max(1, Math.floor(perSecond / CHUNKS_A_SECOND)),
    async take(records, signal) {
      // As many wait at once as there are partitions: that is no leak.
      setMaxListeners(0, signal)
      const atMs = Math.max(freeAtMs, nowMs())
      freeAtMs = atMs + (1000 * records) / perSecond
      await pauseUntil(atMs, nowMs, signal)
    },
  }
}

/** Resolves at that time, at once where it is past; rejects when the signal aborts. */
export async function pauseUntil(atMs: number, nowMs: () => number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const leftMs = atMs - nowMs()
  if (leftMs <= 0) return
  await pause(leftMs, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw error
  })
}
