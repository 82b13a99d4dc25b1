/** Unpacks a profile. Throws `ProfileCorruptError` for anything that `encodeProfile` of this version would not have written. */
import { EMPTY_SECTION } from '../fold/section.ts'
import { NO_CONSENT, NO_SETTINGS } from '../fold/settings.ts'
import type { Profile, Section } from '../types.ts'
import { CODEC_VERSION, PART, PARTS_BITS, VERSION_BITS } from './encode.ts'
import { dismissedCodec, followedCodec, listedCodec, ownedCodec } from './entries.ts'
import { impressedCodec, skipImpressions } from './impressions.ts'
import { nothingKnown } from './keys.ts'
import { ProfileCorruptError, createReader } from './reader.ts'
import { recentCodec } from './recent.ts'
import { readSection } from './sections.ts'
import type { EntriesCodec } from './sections.ts'
import { readSeen } from './seen.ts'
import { readConsent, readSettings } from './settings.ts'

export { ProfileCorruptError }

export interface DecodeOptions {
  /** `false`: they are most of a profile, and left out of the answer; what is damaged in them is not found then. Absent: `true`. */
  readonly impressions?: boolean
}

export function decodeProfile(bytes: Uint8Array, { impressions = true }: DecodeOptions = {}): Profile {
  const reader = createReader(bytes)
  const version = reader.bits(VERSION_BITS)
  if (version !== CODEC_VERSION)
    throw new ProfileCorruptError(`packed by version ${version}, this code reads version ${CODEC_VERSION}`)
  const parts = reader.bits(PARTS_BITS)
  const known = nothingKnown()

  const section = <Entry extends { readonly key: string }>(bit: number, codec: EntriesCodec<Entry>): Section<Entry> =>
    parts & bit ? readSection(reader, codec, known) : EMPTY_SECTION
  const impressed = (): Profile['impressions'] => {
    if (impressions) return section(PART.impressions, impressedCodec)
    if (parts & PART.impressions) skipImpressions(reader, known)
    return EMPTY_SECTION
  }

  const recent = section(PART.recent, recentCodec)
  const profile: Profile = {
    recent,
    seen: parts & PART.seen ? readSeen(reader, recent.entries) : [],
    dismissed: section(PART.dismissed, dismissedCodec),
    list: section(PART.list, listedCodec),
    following: section(PART.following, followedCodec),
    transactions: section(PART.transactions, ownedCodec),
    impressions: impressed(),
    consent: parts & PART.consent ? readConsent(reader) : NO_CONSENT,
    settings: parts & PART.settings ? readSettings(reader) : NO_SETTINGS,
    erasedThroughMs: parts & PART.erased ? reader.time() : null,
    retiredThroughMs: parts & PART.retired ? reader.time() : null,
  }
  reader.end()
  return profile
}
