/**
 * When a call is refused before any work is spent on it. Node works on one thing at a time: calls that come faster than they are answered
 * wait in line, first in the sockets and then among the calls in flight, and soon each waits longer than its caller does. Refusing some at
 * once keeps the others in time.
 */

/** Longer than this nobody may wait in line, whatever the deadline: the line is the same for those who have less time. */
export const LONGEST_WAIT_MS = 250

/**
 * So few calls are never too many: a pause of the process, for garbage or for a new model, is no overload, and an idle service refuses
 * nobody because of one.
 */
export const FEW_CALLS = 8

/** More calls than this are never held, also where they wait for something else than the processor: it bounds the memory that they take. */
export const MOST_CALLS = 2048

export interface Line {
  /** Calls taken and not answered yet. */
  readonly inFlight: number
  /** What one answer takes of the event loop, in milliseconds. */
  readonly costMs: number
  /** How late the event loop is each time, in milliseconds: what comes in waits as long in its socket before anybody sees it. */
  readonly lagMs: number
}

/** How long a call that comes now waits until its answer is there. */
export function expectedWaitMs({ inFlight, costMs, lagMs }: Line): number {
  return lagMs + inFlight * costMs
}

/**
 * Whether a call that comes now is refused. `leftMs`: until its deadline, `Infinity` where it has none; half of that may go by in line, the
 * other half is for the way and for the work.
 */
export function isTooLate(line: Line, leftMs: number): boolean {
  if (line.inFlight < FEW_CALLS) return false
  if (line.inFlight >= MOST_CALLS) return true
  return expectedWaitMs(line) > Math.min(LONGEST_WAIT_MS, leftMs / 2)
}

/** One answer's cost after some more answers, which took so long together: old figures fade, so that no single pause decides. */
export function fadedCostMs(costMs: number, activeMs: number, answers: number): number {
  return costMs + NEW_SHARE * (activeMs / answers - costMs)
}

const NEW_SHARE = 0.3
