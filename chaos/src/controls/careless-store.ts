import type { ProfileStore } from '@upnext/ports'

/**
 * The store without its guard: nobody compares positions. Each process goes on from what it wrote itself, and writes its profiles
 * over whatever is in the store by then; only at a hand-over it asks where to begin. The position is the greatest that anybody
 * wrote: would it go back with the profiles, the next owner would read again and so repair most of the damage.
 */
export function withoutCompareAndSet(store: ProfileStore): ProfileStore {
  const own = new Map<string, number>()
  const place = (generation: number, partition: number): string => `${generation}/${partition}`
  return {
    async read(generation, partition, keys) {
      const view = await store.read(generation, partition, keys)
      const known = own.get(place(generation, partition))
      if (keys.length > 0 && known !== undefined) return { ...view, position: known }
      own.set(place(generation, partition), view.position)
      return view
    },
    async commit(batch) {
      own.set(place(batch.generation, batch.partition), batch.next)
      for (let found = batch.expected; ;) {
        const result = await store.commit({ ...batch, expected: found, next: Math.max(found, batch.next) })
        if (result.ok) return result
        found = result.position
      }
    },
    scan: (generation, partition) => store.scan(generation, partition),
    generations: () => store.generations(),
    createGeneration: (manifest) => store.createGeneration(manifest),
    markGenerationReady: (generation) => store.markGenerationReady(generation),
    activateGeneration: (expected, next) => store.activateGeneration(expected, next),
    dropGeneration: (generation) => store.dropGeneration(generation),
    capacity: (generation) => store.capacity(generation),
    close: () => store.close(),
  }
}
