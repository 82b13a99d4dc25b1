/** Whoever rebuilds: begins the second generation, and switches once it has what the first has. Dies like everybody else. */
import { mortalProfiles } from '../processes/feature-process.ts'
import { createGeneration } from '../world/generation.ts'
import type { GenerationGroup } from '../world/generation.ts'
import type { World } from '../world/world.ts'

export interface Operator {
  /** One step: begin, or look whether the second generation has caught up, and switch. */
  rebuild(): Promise<void>
  /** Switches where a rebuild was begun. `false` where that cannot be done. */
  finish(): Promise<boolean>
  storeWentBack(): void
}

export function createOperator(world: World, groups: GenerationGroup[]): Operator {
  const { store, profiles, witness } = world

  /** The first one ever made is active: a rebuild comes after it. */
  const firstExists = async (): Promise<boolean> => (await store.generations()).active > 0

  const begin = async (): Promise<void> => {
    if (!(await firstExists())) return
    const second = createGeneration(world, 2)
    groups.push(second)
    await second.join()
  }

  const switchOver = async (): Promise<void> => {
    const life = world.birth('operator')
    const mine = mortalProfiles(life, profiles)
    await world.turn(life, async () => {
      await mine.markGenerationReady(2)
      await mine.activateGeneration(1, 2)
    })
  }

  /** Generations that were made since the copy of the store are not in it: whoever builds them makes them again at its start. */
  const makeAgain = async (): Promise<void> => {
    const { manifests } = await store.generations()
    for (const group of groups) if (!manifests.some(({ generation }) => generation === group.number)) await group.join()
  }

  const behind = async (first: GenerationGroup, second: GenerationGroup): Promise<boolean> => {
    const [ahead, after] = [await first.positions(), await second.positions()]
    return ahead.some((position, i) => position > (after[i] ?? 0))
  }

  const rebuild = async (): Promise<void> => {
    const [first, second] = groups
    if (first === undefined) return
    if (second === undefined) return begin()
    await makeAgain()
    const { active } = await store.generations()
    if (active === 1 && !(await behind(first, second))) await switchOver()
  }

  return {
    rebuild,
    async finish() {
      if (groups.length < 2) return true
      for (let tries = 0; tries < 5; tries += 1) {
        const { active } = await store.generations()
        if (active === 2) return true
        await rebuild()
      }
      return false
    },
    storeWentBack: () => witness.forget(),
  }
}
