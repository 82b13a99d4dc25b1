/** Clock: the only way to ask what time it is. What is computed from events takes its time from the events instead. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
