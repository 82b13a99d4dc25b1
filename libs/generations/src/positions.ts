/** How far a generation has been folded, and how far it stands behind another. */
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { ProfileStore } from '@upnext/ports'

/** A generation that is fed stands behind another by what is under way, which is far less. */
export const MOST_BEHIND = 1000

/** Next offset of every partition, by number. Rejects with `GenerationDroppedError`. */
export async function positionsOf(profiles: Pick<ProfileStore, 'read'>, generation: number): Promise<number[]> {
  const partitions = Array.from({ length: VIEWER_PARTITIONS }, (_, partition) => partition)
  const views = await Promise.all(partitions.map((partition) => profiles.read(generation, partition, [])))
  return views.map(({ position }) => position)
}

/** Records that `ahead` has and `positions` has not; where it is the other way round counts nothing. */
export function recordsBehind(positions: readonly number[], ahead: readonly number[]): number {
  return ahead.reduce((sum, position, partition) => sum + Math.max(0, position - (positions[partition] ?? 0)), 0)
}
