/** Which generations this service feeds: those that its own version of the fold has built, and no other. */
import type { Clock, Generations, ProfileStore } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'

export class FoldVersionError extends Error {
  override readonly name = 'FoldVersionError'
}

/**
 * Answers the generations to feed: `wanted` alone, or every ready one of this fold version, so that the one kept for rollback and
 * the one to be switched to stay at the log's end too. Makes the first one ever. Rejects with `FoldVersionError` where there is
 * nothing that this version may feed.
 */
export async function openGenerations(profiles: ProfileStore, clock: Clock, wanted?: number): Promise<number[]> {
  const made = { foldVersion: FOLD_VERSION, createdAtMs: clock.now() }
  if (wanted !== undefined) await profiles.createGeneration({ ...made, generation: wanted })
  let found = await profiles.generations()
  if (found.active === 0) {
    await profiles.createGeneration({ ...made, generation: 1 })
    found = await profiles.generations()
  }
  return generationsToFeed(found, FOLD_VERSION, wanted)
}

/** Throws `FoldVersionError` where there is none. */
export function generationsToFeed(found: Generations, foldVersion: number, wanted?: number): number[] {
  const { active, manifests } = found
  const kept = manifests.filter(({ state }) => state !== 'dropping')
  const candidates =
    wanted === undefined
      ? kept.filter(({ state }) => state === 'ready')
      : kept.filter(({ generation }) => generation === wanted)
  const own = candidates.filter((manifest) => manifest.foldVersion === foldVersion).map(({ generation }) => generation)
  if (own.length > 0) return own
  const refused = wanted ?? active
  const other = kept.find(({ generation }) => generation === refused)?.foldVersion
  if (other === undefined) throw new FoldVersionError(`there is no generation ${refused} of the profiles any more`)
  throw new FoldVersionError(
    `generation ${refused} of the profiles was built by fold version ${other}, this code is version ${foldVersion}: ` +
      'build a new generation beside it with `upnext profiles rebuild`, or run the version that built it',
  )
}
