/** The generation that this service builds, refused where another version of the fold has begun it. */
import type { Clock, ProfileStore } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'

export class FoldVersionError extends Error {
  override readonly name = 'FoldVersionError'
}

/** Answers `wanted`, or the active generation, or the first one, made now. */
export async function openGeneration(profiles: ProfileStore, clock: Clock, wanted?: number): Promise<number> {
  const { active } = await profiles.generations()
  const generation = wanted ?? Math.max(active, 1)
  const manifest = { generation, foldVersion: FOLD_VERSION, createdAtMs: clock.now() }
  const { foldVersion } = await profiles.createGeneration(manifest)
  if (foldVersion === FOLD_VERSION) return generation
  throw new FoldVersionError(
    `generation ${generation} of the profiles was built by fold version ${foldVersion}, this code is version ${FOLD_VERSION}: ` +
      'build a new generation beside it with `upnext profiles rebuild`, or run the version that built it',
  )
}
