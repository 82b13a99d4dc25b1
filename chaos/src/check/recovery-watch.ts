/** I7: how long it takes from the end of a fault until everything works again, if nothing else is broken meanwhile. */

export interface RecoveryWatch {
  faultBegan(): void
  faultEnded(nowMs: number): void
  /** One look at the whole system. */
  sample(steady: boolean, nowMs: number): void
  readonly measured: number
  readonly longestMs: number
}

export function createRecoveryWatch(): RecoveryWatch {
  let underWay = 0
  let endedAtMs: number | null = null
  let measured = 0
  let longestMs = 0
  return {
    get measured() {
      return measured
    },
    get longestMs() {
      return longestMs
    },
    faultBegan() {
      underWay += 1
    },
    faultEnded(nowMs) {
      underWay -= 1
      endedAtMs = nowMs
    },
    sample(steady, nowMs) {
      if (!steady || underWay > 0 || endedAtMs === null || nowMs < endedAtMs) return
      measured += 1
      longestMs = Math.max(longestMs, nowMs - endedAtMs)
      endedAtMs = null
    },
  }
}
