/** The sampled viewers that differ, in plain terms. */
import { ProfileCorruptError, decodeProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { ViewerSample } from './compare-generations.ts'
import { diffProfiles } from './diff-profiles.ts'
import type { NameTitle, ProfileDifference } from './diff-profiles.ts'

export interface Difference extends ProfileDifference {
  readonly viewer: string
}

/** What the sampled viewers' profiles say differently. */
export function differencesOf(samples: readonly ViewerSample[], nameOf: NameTitle): Difference[] {
  return samples.flatMap(({ viewer, a, b }) => describe(a, b, nameOf).map((difference) => ({ viewer, ...difference })))
}

function describe(a: Uint8Array | null, b: Uint8Array | null, nameOf: NameTitle): ProfileDifference[] {
  const [ofA, ofB] = [readable(a), readable(b)]
  if (ofA === 'unreadable' || ofB === 'unreadable') {
    const text = (side: typeof ofA): string => (side === 'unreadable' ? 'cannot be read by this release' : 'readable')
    return [{ section: 'viewer', about: '', a: text(ofA), b: text(ofB) }]
  }
  const told = diffProfiles(ofA, ofB, nameOf)
  // The packed form may have changed where nothing that a profile says has.
  if (told.length === 0) return [{ section: 'packed form', about: '', a: sizeText(a), b: sizeText(b) }]
  return told
}

function readable(bytes: Uint8Array | null): Profile | null | 'unreadable' {
  try {
    return bytes === null ? null : decodeProfile(bytes)
  } catch (error) {
    if (error instanceof ProfileCorruptError) return 'unreadable'
    throw error
  }
}

function sizeText(bytes: Uint8Array | null): string {
  return `${bytes?.length ?? 0} bytes`
}
