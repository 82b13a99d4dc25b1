import type { Capacity } from '@upnext/ports'
import { RebuildRefusedError } from './choose-target.ts'

/** Throws `RebuildRefusedError` where the store would be full before a generation like the active one stands beside it. */
export function refuseFullStore(active: Capacity, built: Capacity): void {
  const { usedBytes, limitBytes } = active
  const needed = Math.max(0, active.generationBytes - built.generationBytes)
  if (limitBytes === null || usedBytes + needed <= limitBytes) return
  throw new RebuildRefusedError(
    `the store has no room for a second generation: ${mib(usedBytes)} of ${mib(limitBytes)} are used, and about ${mib(needed)} more ` +
      'are needed: make it larger, drop a generation that is not needed (`upnext profiles list`), or say --force',
  )
}

function mib(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`
}
