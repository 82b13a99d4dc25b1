/** The calls in flight of one server, and what is measured of them while they go by. */
import { performance } from 'node:perf_hooks'
import { expectedWaitMs, fadedCostMs, isTooLate } from './overload.ts'
import type { Line } from './overload.ts'

/** So often it is looked how late the event loop is. */
export const LOOK_EVERY_MS = 20
/**
 * Only where it is late each time is there a line in front of it, and not just a pause: the least lateness of so many looks counts, as in
 * CoDel (Nichols and Jacobson, 2012).
 */
const LOOKS = 3
/** A cost is only told from so many answers. */
const ENOUGH_ANSWERS = 20
/** Until the first answers are there; code that is not warm yet is slow. */
const FIRST_COST_MS = 1

export interface CallLine {
  /** Whether a call with so much time left is refused. It is not counted by asking. */
  refuses(leftMs: number): boolean
  /** A call is taken; `leave` once for each, however it ended. */
  enter(): void
  leave(): void
  /** To be called every `LOOK_EVERY_MS`. */
  look(): void
  now(): Line & { readonly waitMs: number }
}

/** What `performance` tells: milliseconds on a clock that only grows, and how many of them the event loop had something to do. */
export interface Stopwatch {
  nowMs(): number
  activeMs(): number
}

export const loopStopwatch: Stopwatch = {
  nowMs: () => performance.now(),
  activeMs: () => performance.eventLoopUtilization().active,
}

export function createCallLine(watch: Stopwatch = loopStopwatch): CallLine {
  const line = { inFlight: 0, costMs: FIRST_COST_MS, lagMs: 0 }
  let lookedAtMs = watch.nowMs()
  const lateMs = new Array<number>(LOOKS).fill(0)
  // Of the time in which at least one call was in flight: what else the process does then is part of what an answer costs.
  let busySinceMs = 0
  let busyMs = 0
  let answers = 0

  const takeBusy = (): void => {
    const activeMs = watch.activeMs()
    busyMs += activeMs - busySinceMs
    busySinceMs = activeMs
  }

  return {
    refuses: (leftMs) => isTooLate(line, leftMs),
    enter() {
      if (line.inFlight === 0) busySinceMs = watch.activeMs()
      line.inFlight += 1
    },
    leave() {
      line.inFlight -= 1
      answers += 1
      if (line.inFlight === 0) takeBusy()
    },
    look() {
      const nowMs = watch.nowMs()
      lateMs.shift()
      lateMs.push(Math.max(0, nowMs - lookedAtMs - LOOK_EVERY_MS))
      line.lagMs = Math.min(...lateMs)
      lookedAtMs = nowMs
      if (answers < ENOUGH_ANSWERS) return
      if (line.inFlight > 0) takeBusy()
      line.costMs = fadedCostMs(line.costMs, busyMs, answers)
      busyMs = 0
      answers = 0
    },
    now: () => ({ waitMs: expectedWaitMs(line), ...line }),
  }
}
