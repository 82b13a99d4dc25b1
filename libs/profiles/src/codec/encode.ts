/**
 * A profile, packed: bits one after the other, in the order of this table. Equal profiles have equal bytes, and digests over
 * them compare whole stores. Decoders ship one release before writers of a new version.
 *
 * | what          | file           | layout                                                                                |
 * | ------------- | -------------- | ------------------------------------------------------------------------------------- |
 * | head          | here           | version (8 bits), which of the parts below follow (11 bits)                           |
 * | recent        | recent.ts      | section: newest times; rated or not, what the rating is to the session, code, distance |
 * |               | sessions.ts    | number of older sessions, their distances, byte, episode, position, duration          |
 * | seen          | seen.ts        | titles that are not in `recent`: days, fingerprints                                   |
 * | dismissed     | entries.ts     | section: pair of decisions                                                            |
 * | list          | entries.ts     | section: times, off or on                                                             |
 * | following     | entries.ts     | section: pair of decisions                                                            |
 * | transactions  | entries.ts     | section: pair of times, ends                                                          |
 * | impressions   | impressions.ts | section: page views, each once; which of them showed each title                       |
 * | consent       | settings.ts    | which fields follow, then time and value of each                                      |
 * | settings      | settings.ts    | the same                                                                              |
 * | erased        | here           | time                                                                                  |
 * | retired       | here           | time                                                                                  |
 *
 * number   6 bits of width, then the value in so many bits, and not one more than it needs
 * column   of all entries one field: 6 bits of width, then each value in so many bits; so what is the same zero everywhere,
 *          as the usual case is made to be, takes six bits
 * time     a number: the distance from the time written so before, with a sign; in a run of times, newest first, a column
 * section  number of entries, whether there is a horizon, keys (keys.ts), columns, horizon (sections.ts)
 * pair     two fields of which one may be missing: newest time, which there are, how far the older lies behind (times.ts)
 */
import { NO_CONSENT, NO_SETTINGS } from '../fold/settings.ts'
import type { Profile, Section } from '../types.ts'
import { dismissedCodec, followedCodec, listedCodec, ownedCodec } from './entries.ts'
import { impressedCodec } from './impressions.ts'
import { nothingKnown } from './keys.ts'
import type { Known } from './keys.ts'
import { recentCodec } from './recent.ts'
import { writeSection } from './sections.ts'
import type { EntriesCodec } from './sections.ts'
import { writeSeen } from './seen.ts'
import { writeConsent, writeSettings } from './settings.ts'
import { createWriter } from './writer.ts'
import type { Writer } from './writer.ts'

export const CODEC_VERSION = 3

export const VERSION_BITS = 8
export const PARTS_BITS = 11

/** Bits of the number after the version, in the order in which sections are written. */
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
  const known = nothingKnown()
  writer.bits(CODEC_VERSION, VERSION_BITS)
  writer.bits(parts, PARTS_BITS)
  writeIfAny(writer, profile.recent, recentCodec, known)
  if (parts & PART.seen) writeSeen(writer, profile.seen, profile.recent.entries)
  writeIfAny(writer, profile.dismissed, dismissedCodec, known)
  writeIfAny(writer, profile.list, listedCodec, known)
  writeIfAny(writer, profile.following, followedCodec, known)
  writeIfAny(writer, profile.transactions, ownedCodec, known)
  writeIfAny(writer, profile.impressions, impressedCodec, known)
  if (parts & PART.consent) writeConsent(writer, profile.consent)
  if (parts & PART.settings) writeSettings(writer, profile.settings)
  if (profile.erasedThroughMs !== null) writer.time(profile.erasedThroughMs)
  if (profile.retiredThroughMs !== null) writer.time(profile.retiredThroughMs)
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
  codec: EntriesCodec<Entry>,
  known: Known,
): void {
  if (hasAny(section)) writeSection(writer, section, codec, known)
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
