/** What two profiles of one viewer say differently, in plain terms. Pure. */
import type { ItemHash } from '@upnext/contracts'
import { starsOf, thumbOf } from '@upnext/profiles'
import type { Profile, RecentTitle, Section } from '@upnext/profiles'

export interface ProfileDifference {
  readonly section: string
  /** Title, viewer or field that it is about; '' for the section itself. */
  readonly about: string
  /** What each profile says of it; `null`: nothing. */
  readonly a: string | null
  readonly b: string | null
}

/** How a title is called; a hash where nobody knows. */
export type NameTitle = (hash: ItemHash) => string

type Said = ReadonlyMap<string, string>

/** Empty where both profiles say the same. `null`: there is no profile. */
export function diffProfiles(a: Profile | null, b: Profile | null, nameOf: NameTitle): ProfileDifference[] {
  if (a === null || b === null) {
    if (a === b) return []
    const text = (profile: Profile | null): string | null => (profile === null ? null : 'a profile')
    return [{ section: 'viewer', about: '', a: text(a), b: text(b) }]
  }
  const [saidByA, saidByB] = [sectionsOf(a, nameOf), sectionsOf(b, nameOf)]
  return Object.entries(saidByA).flatMap(([section, said]) => diffSection(section, said, saidByB[section] ?? new Map()))
}

function diffSection(section: string, a: Said, b: Said): ProfileDifference[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((about) => {
    const [ofA, ofB] = [a.get(about) ?? null, b.get(about) ?? null]
    return ofA === ofB ? [] : [{ section, about, a: ofA, b: ofB }]
  })
}

function sectionsOf(profile: Profile, nameOf: NameTitle): Record<string, Said> {
  const titled = ({ key }: { readonly key: ItemHash }): string => nameOf(key)
  const { settings, consent, recent, dismissed, list, following, transactions, impressions } = profile
  return {
    recent: said(recent, titled, recentText),
    seen: new Map(profile.seen.map(({ fingerprint, day }) => [fingerprintText(fingerprint), timeText(day * DAY_MS)])),
    dismissed: said(dismissed, titled, fieldsText),
    list: said(list, titled, fieldsText),
    following: said(following, ({ key }) => key, fieldsText),
    transactions: said(transactions, titled, fieldsText),
    impressions: said(impressions, titled, ({ shown }) => `shown ${shown.map(fieldsText).join('; ')}`),
    consent: fields(consent),
    settings: fields(settings),
    profile: new Map([
      ...timeField('erased through', profile.erasedThroughMs),
      ...timeField('retired through', profile.retiredThroughMs),
    ]),
  }
}

const DAY_MS = 86_400_000

function said<Entry>(
  section: Section<Entry>,
  about: (entry: Entry) => string,
  text: (entry: Entry) => string,
): Map<string, string> {
  const entries = new Map(section.entries.map((entry) => [about(entry), text(entry)]))
  const { horizon } = section
  if (horizon !== null) entries.set('', `nothing up to ${timeText(horizon.atMs)}, ${horizon.key}`)
  return entries
}

function recentText({ sessions, rated }: RecentTitle): string {
  const watched = sessions.map(
    ({ atMs, positionS, durationS, episode }) =>
      `watched ${positionS} of ${durationS} s at ${timeText(atMs)}${episode === '' ? '' : ` (${episode})`}`,
  )
  return [...(rated === null ? [] : [ratingText(rated)]), ...watched].join(', ')
}

function ratingText(rated: NonNullable<RecentTitle['rated']>): string {
  const stars = starsOf(rated)
  const value = stars ?? (thumbOf(rated) === true ? 'thumb up' : 'thumb down')
  return `rated ${value} at ${timeText(rated.atMs)}`
}

/** Every field that says something, but the key. */
function fieldsText(entry: object): string {
  return [...fields(entry)].map(([name, text]) => `${name} ${text}`).join(', ')
}

function fields(entry: object): Map<string, string> {
  const known = Object.entries(entry).filter(([name, value]) => name !== 'key' && value !== null)
  return new Map(known.map(([name, value]) => [plainName(name), valueText(name, value)]))
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('AtMs')) return value === 0 ? 'never' : timeText(value)
  if (typeof value === 'number' && name === 'atMs') return timeText(value)
  if (Array.isArray(value)) return value.join(' ')
  if (typeof value === 'object' && value !== null) return fieldText(value)
  return String(value)
}

/** A decision, a setting, an ownership: its value first, then the rest. */
function fieldText(field: object): string {
  if ('on' in field && 'atMs' in field) return `${field.on === true ? 'yes' : 'no'} at ${timeText(Number(field.atMs))}`
  if ('value' in field && 'atMs' in field) {
    const value = field.value === null ? 'cleared' : valueText('', field.value)
    return `${value} at ${timeText(Number(field.atMs))}`
  }
  return fieldsText(field)
}

function timeField(name: string, timeMs: number | null): [string, string][] {
  return timeMs === null ? [] : [[name, timeText(timeMs)]]
}

function plainName(name: string): string {
  return name === 'atMs' ? 'at' : name.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function timeText(timeMs: number): string {
  const time = new Date(timeMs)
  return Number.isNaN(time.getTime()) ? `${timeMs} ms` : time.toISOString()
}

function fingerprintText(fingerprint: number): string {
  return `a title with fingerprint ${fingerprint.toString(16).padStart(8, '0')}`
}
