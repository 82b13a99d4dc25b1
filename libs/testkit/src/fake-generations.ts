/** The generations of a fake ProfileStore. */
import { GenerationActiveError } from '@upnext/ports'
import type { GenerationManifest, ProfileStore } from '@upnext/ports'

type GenerationsPort = Pick<
  ProfileStore,
  'generations' | 'createGeneration' | 'markGenerationReady' | 'activateGeneration' | 'dropGeneration'
>

export interface FakeGenerations {
  readonly port: GenerationsPort
  isDropped(generation: number): boolean
  /** Takes a copy. The function answered goes back to it. */
  remember(): () => void
}

/** `enter` is what every call begins with; `remove` forgets the profiles of a generation. */
export function createFakeGenerations(
  enter: () => Promise<void>,
  remove: (generation: number) => void,
): FakeGenerations {
  const manifests = new Map<number, GenerationManifest>()
  const dropped = new Set<number>()
  let [active, previous, next] = [0, 0, 1]

  const port: GenerationsPort = {
    async generations() {
      await enter()
      return { active, previous, next, manifests: [...manifests.values()] }
    },

    async createGeneration(wanted) {
      await enter()
      const { generation } = wanted
      const known = manifests.get(generation)
      if (known !== undefined) return known
      if (generation < next) throw new RangeError(`generation ${generation} is below the next one, ${next}`)
      const made: GenerationManifest = { ...wanted, state: active === 0 ? 'ready' : 'building' }
      manifests.set(generation, made)
      next = generation + 1
      if (active === 0) active = generation
      return made
    },

    async markGenerationReady(generation) {
      await enter()
      const manifest = manifests.get(generation)
      if (manifest === undefined) return false
      manifests.set(generation, { ...manifest, state: 'ready' })
      return true
    },

    async activateGeneration(expected, wanted) {
      await enter()
      if (active !== expected || manifests.get(wanted)?.state !== 'ready') return false
      if (wanted !== expected) previous = expected
      active = wanted
      return true
    },

    async dropGeneration(generation) {
      await enter()
      if (!manifests.has(generation)) return false
      if (active === generation) throw new GenerationActiveError(`generation ${generation} is active`)
      manifests.delete(generation)
      dropped.add(generation)
      remove(generation)
      if (previous === generation) previous = 0
      return true
    },
  }
  return {
    port,
    isDropped: (generation) => dropped.has(generation),
    remember: () => {
      const known = { manifests: [...manifests], dropped: [...dropped], numbers: [active, previous, next] as const }
      return () => {
        manifests.clear()
        for (const [generation, manifest] of known.manifests) manifests.set(generation, manifest)
        dropped.clear()
        for (const generation of known.dropped) dropped.add(generation)
        ;[active, previous, next] = known.numbers
      }
    },
  }
}
