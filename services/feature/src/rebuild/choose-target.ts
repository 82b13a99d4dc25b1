import type { GenerationManifest, Generations, NewGeneration } from '@upnext/ports'

/** A rebuild that cannot begin. The message says what to do. */
export class RebuildRefusedError extends Error {
  override readonly name = 'RebuildRefusedError'
  readonly code = 'UPNEXT_REBUILD_REFUSED'
}

export interface RebuildTarget {
  readonly wanted: NewGeneration
  /** An earlier rebuild of this fold version has begun it. */
  readonly resumes: boolean
}

/** The generation that an earlier rebuild has begun, or a new one. Throws `RebuildRefusedError` where there is nothing to build beside. */
export function chooseTarget(found: Generations, foldVersion: number, nowMs: number): RebuildTarget {
  if (found.active === 0) {
    throw new RebuildRefusedError(
      'there are no profiles yet: start the feature service, it builds the first generation',
    )
  }
  const begun = found.manifests.filter(
    (manifest: GenerationManifest) => manifest.state === 'building' && manifest.foldVersion === foldVersion,
  )
  const newest = begun.toSorted((a, b) => b.generation - a.generation)[0]
  if (newest !== undefined) return { wanted: newest, resumes: true }
  return { wanted: { generation: found.next, foldVersion, createdAtMs: nowMs }, resumes: false }
}
