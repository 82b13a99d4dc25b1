import { createDeadStreak } from './dead-streak.ts'
import type { DeadStreak } from './dead-streak.ts'
import { createProfileCache } from './profile-cache.ts'
import type { ProfileCache } from './profile-cache.ts'

/** What a process remembers from one batch to the next. Losing it costs reads, and never an event. */
export interface ApplyMemory {
  readonly cache: ProfileCache
  readonly streak: DeadStreak
}

export function createApplyMemory(cache: ProfileCache = createProfileCache()): ApplyMemory {
  return { cache, streak: createDeadStreak() }
}
