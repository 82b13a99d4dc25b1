/** Profiles as they must be against profiles as they are. */
import { decodeProfile, emptyProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import { compareEffects, effectsOf } from './effects.ts'
import type { PackedProfiles } from './reference.ts'

export interface ProfilesVerdict {
  readonly profiles: number
  /** Profiles whose bytes differ, however. */
  readonly differing: number
  readonly missingEffects: number
  readonly surplusEffects: number
  /** The first few: viewer, and what differs. */
  readonly examples: readonly string[]
}

const EXAMPLES = 20

export function compareProfiles(expected: PackedProfiles, found: PackedProfiles): ProfilesVerdict {
  let differing = 0
  let missingEffects = 0
  let surplusEffects = 0
  const examples: string[] = []
  for (const viewer of new Set([...expected.keys(), ...found.keys()])) {
    const [want, have] = [expected.get(viewer), found.get(viewer)]
    if (want !== undefined && have !== undefined && Buffer.compare(want, have) === 0) continue
    differing += 1
    const { missing, surplus } = compareEffects(effectsOf(unpacked(want)), effectsOf(unpacked(have)))
    missingEffects += missing.length
    surplusEffects += surplus.length
    if (examples.length < EXAMPLES) examples.push(exampleOf(viewer, missing, surplus))
  }
  return { profiles: expected.size, differing, missingEffects, surplusEffects, examples }
}

/** What cannot be unpacked has no effects: all of them are missing. */
function unpacked(bytes: Uint8Array | undefined): Profile {
  if (bytes === undefined) return emptyProfile()
  try {
    return decodeProfile(bytes)
  } catch {
    return emptyProfile()
  }
}

function exampleOf(viewer: string, missing: readonly string[], surplus: readonly string[]): string {
  const some = (paths: readonly string[]): string => paths.slice(0, 3).join(' ')
  return `${viewer}: ${missing.length} missing ${some(missing)}; ${surplus.length} surplus ${some(surplus)}`
}
