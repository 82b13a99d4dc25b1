import type { Clock } from '@upnext/ports'

/** A clock that only moves when it is told to. */
export interface FakeClock extends Clock {
  /** Moves on by so many milliseconds and answers the new time. */
  advance(ms: number): number
  set(timeMs: number): void
}

/** 2026-01-01T00:00:00Z, a time that reads well in failures. */
export const TEST_TIME_MS = Date.UTC(2026, 0, 1)

export function fakeClock(startMs: number = TEST_TIME_MS): FakeClock {
  let timeMs = startMs
  return {
    now: () => timeMs,
    advance: (ms) => (timeMs += ms),
    set: (to) => {
      timeMs = to
    },
  }
}
