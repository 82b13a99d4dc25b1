/** Watches the store from outside: within a generation, the commits of a partition have to join, each beginning where the last ended. */
import type { ProfileStore } from '@upnext/ports'

export interface Witness {
  /** The same store, watched. */
  readonly profiles: ProfileStore
  /** What was wrong, in words. */
  readonly violations: readonly string[]
  readonly commits: { taken: number; refused: number }
  /** The store has been put back to an older state: positions go on from what it holds now. */
  forget(): void
}

export function createWitness(profiles: ProfileStore, endOf: (partition: number) => number): Witness {
  const positions = new Map<string, number>()
  const violations: string[] = []
  const commits = { taken: 0, refused: 0 }
  return {
    violations,
    commits,
    forget: () => positions.clear(),
    profiles: {
      ...profiles,
      async commit(batch) {
        const result = await profiles.commit(batch)
        commits[result.ok ? 'taken' : 'refused'] += 1
        if (!result.ok) return result
        const { generation, partition, expected, next } = batch
        const place = `generation ${generation}, partition ${partition}`
        const before = positions.get(place) ?? expected
        if (expected !== before)
          violations.push(`${place}: written from ${expected} on, but the position was ${before}`)
        if (next <= expected) violations.push(`${place}: the position went from ${expected} to ${next}`)
        if (next > endOf(partition)) violations.push(`${place}: position ${next} lies past the log's end`)
        positions.set(place, next)
        return result
      },
    },
  }
}
