/**
 * A profile, packed. One byte of version, two bytes that say which sections follow, then the sections. Equal profiles have equal
 * bytes, and digests over them compare whole stores. Decoders ship one release before writers of a new version.
 */
import { NO_CONSENT, NO_SETTINGS } from '../fold/settings.ts'
import type { Profile, Section } from '../types.ts'
import { dismissedCodec, followedCodec, impressedCodec, listedCodec, ownedCodec } from './entries.ts'
import type { EntryCodec } from './entries.ts'
import { recentCodec } from './recent.ts'
import { writeSection } from './sections.ts'
import { writeSeen } from './seen.ts'
import { writeConsent, writeSettings } from './settings.ts'
import { createWriter } from './writer.ts'
import type { Writer } from './writer.ts'

export const CODEC_VERSION = 2

/** Bits of the two bytes after the version, in the order in which sections are written. */
export const PART = {
  recent: 1,
  seen: 2,
  dismissed: 4,
  list: 8,
  following: 16,
  transactions: 32,
  impressions: 64,
  consent: 128,
  settings: 256,
  erased: 512,
  retired: 1024,
} as const

export function encodeProfile(profile: Profile): Uint8Array {
  const writer = createWriter()
  const parts = partsOf(profile)
  writer.byte(CODEC_VERSION)
  writer.byte(parts >> 8)
  writer.byte(parts & 0xff)
  writeIfAny(writer, profile.recent, recentCodec)
  if (parts & PART.seen) writeSeen(writer, profile.seen, profile.recent.entries)
  writeIfAny(writer, profile.dismissed, dismissedCodec)
  writeIfAny(writer, profile.list, listedCodec)
  writeIfAny(writer, profile.following, followedCodec)
  writeIfAny(writer, profile.transactions, ownedCodec)
  writeIfAny(writer, profile.impressions, impressedCodec)
  if (parts & PART.consent) writeConsent(writer, profile.consent)
  if (parts & PART.settings) writeSettings(writer, profile.settings)
  if (profile.erasedThroughMs !== null) writer.signed(profile.erasedThroughMs)
  if (profile.retiredThroughMs !== null) writer.signed(profile.retiredThroughMs)
  return writer.finish()
}

/** Whether the profile says nothing at all, so that none need be kept. */
export function isEmptyProfile(profile: Profile): boolean {
  return partsOf(profile) === 0
}

function partsOf(profile: Profile): number {
  return (
    part(hasAny(profile.recent), PART.recent) |
    part(profile.seen.length > 0, PART.seen) |
    part(hasAny(profile.dismissed), PART.dismissed) |
    part(hasAny(profile.list), PART.list) |
    part(hasAny(profile.following), PART.following) |
    part(hasAny(profile.transactions), PART.transactions) |
    part(hasAny(profile.impressions), PART.impressions) |
    part(differs(profile.consent, NO_CONSENT), PART.consent) |
    part(differs(profile.settings, NO_SETTINGS), PART.settings) |
    part(profile.erasedThroughMs !== null, PART.erased) |
    part(profile.retiredThroughMs !== null, PART.retired)
  )
}

function writeIfAny<Entry extends { readonly key: string }>(
  writer: Writer,
  section: Section<Entry>,
  codec: EntryCodec<Entry>,
): void {
  if (hasAny(section)) writeSection(writer, section, codec)
}

function hasAny(section: Section<unknown>): boolean {
  return section.entries.length > 0 || section.horizon !== null
}

function differs(state: object, none: object): boolean {
  return Object.keys(none).some((field) => Reflect.get(state, field) !== null)
}

function part(present: boolean, bit: number): number {
  return present ? bit : 0
}
