/**
 * A profile taken apart into effects: one for every field that an event can leave behind. Two profiles differ by effects that one
 * lacks (lost) and effects that one has too many (doubled, or somebody else's).
 */
import type { Decision, Horizon, Ownership, Profile, Section, Setting } from '@upnext/profiles'

export interface Effect {
  /** What grows when a later event counts: a time, or how far a playback session came. */
  readonly rank: number
  readonly value: string
}

/** By path, such as `recent/<item>/rated`. */
export type Effects = ReadonlyMap<string, Effect>

export function effectsOf(profile: Profile): Effects {
  const effects = new Map<string, Effect>()
  const add = (path: string, rank: number, value: string): void => void effects.set(path, { rank, value })
  const decision = (path: string, field: Decision | null): void => {
    if (field !== null) add(path, field.atMs, String(field.on))
  }
  const owned = (path: string, field: Ownership | null): void => {
    if (field !== null) add(path, field.atMs, String(field.expiresAtMs))
  }
  const setting = (path: string, field: Setting<unknown> | null): void => {
    if (field !== null) add(path, field.atMs, JSON.stringify(field.value))
  }

  for (const { key, sessions, rated } of profile.recent.entries) {
    for (const { atMs, session, episode, positionS, durationS } of sessions)
      add(`recent/${key}/session/${atMs}/${session}`, positionS, `${episode} ${positionS} ${durationS}`)
    if (rated !== null) add(`recent/${key}/rated`, rated.atMs, String(rated.code))
  }
  for (const { fingerprint, day } of profile.seen) add(`seen/${fingerprint}`, day, String(day))
  for (const { key, notInterested, continueWatching } of profile.dismissed.entries) {
    decision(`dismissed/${key}/not-interested`, notInterested)
    decision(`dismissed/${key}/continue-watching`, continueWatching)
  }
  for (const { key, listed } of profile.list.entries) decision(`list/${key}`, listed)
  for (const { key, requested, accepted } of profile.following.entries) {
    decision(`following/${key}/requested`, requested)
    decision(`following/${key}/accepted`, accepted)
  }
  for (const { key, rented, bought } of profile.transactions.entries) {
    owned(`transactions/${key}/rented`, rented)
    owned(`transactions/${key}/bought`, bought)
  }
  for (const { key, shown } of profile.impressions.entries)
    for (const { atMs, page } of shown) add(`impressions/${key}/${atMs}/${page}`, atMs, '')
  for (const [name, field] of Object.entries(profile.consent)) {
    if (name === 'policyVersion') setting(`consent/${name}`, profile.consent.policyVersion)
    else if (isDecision(field)) decision(`consent/${name}`, field)
  }
  for (const [name, field] of settingsOf(profile)) setting(`settings/${name}`, field)
  for (const [name, section] of sectionsOf(profile)) horizon(add, name, section.horizon)
  if (profile.erasedThroughMs !== null) add('erased', profile.erasedThroughMs, '')
  if (profile.retiredThroughMs !== null) add('retired', profile.retiredThroughMs, '')
  return effects
}

export interface EffectDifference {
  /** Missing, or older than they should be. */
  readonly missing: readonly string[]
  /** Too many, or newer than they should be. */
  readonly surplus: readonly string[]
}

export function compareEffects(expected: Effects, found: Effects): EffectDifference {
  const missing: string[] = []
  const surplus: string[] = []
  for (const [path, effect] of expected) {
    const other = found.get(path)
    if (other === undefined) missing.push(path)
    else if (isGreater(effect, other)) missing.push(path)
    else if (isGreater(other, effect)) surplus.push(path)
  }
  for (const path of found.keys()) if (!expected.has(path)) surplus.push(path)
  return { missing, surplus }
}

function isGreater(a: Effect, b: Effect): boolean {
  return a.rank > b.rank || (a.rank === b.rank && a.value > b.value)
}

function isDecision(field: unknown): field is Decision {
  return typeof field === 'object' && field !== null && 'on' in field
}

function settingsOf({ settings }: Profile): readonly [string, Setting<unknown> | null][] {
  const all: Readonly<Record<string, Setting<unknown> | null>> = { ...settings }
  return Object.entries(all)
}

function sectionsOf(profile: Profile): readonly [string, Section<unknown>][] {
  const { recent, dismissed, list, following, transactions, impressions } = profile
  return Object.entries({ recent, dismissed, list, following, transactions, impressions })
}

function horizon(add: (path: string, rank: number, value: string) => void, name: string, at: Horizon | null): void {
  if (at !== null) add(`${name}/horizon`, at.atMs, at.key)
}
