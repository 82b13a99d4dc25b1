/**
 * What the fold computes, said the slow and obvious way: from all of a viewer's events at once. For tests only.
 */
import {
  DismissScope,
  FollowAction,
  ListAction,
  SettingsField,
  TransactionType,
  fingerprint,
  itemHash,
} from '@upnext/contracts'
import type { ItemHash, ViewerEvent, ViewerKey } from '@upnext/contracts'
import { ratingCode } from '../rating.ts'
import type { Caps, Profile, Rated, Section, SeenTitle, Shown, Watched } from '../types.ts'
import { compareRated, compareWatched } from './recent-shape.ts'
import { compareDecision, compareOwnership, compareShown, compareText } from './shapes.ts'

interface Timed {
  readonly atMs: number
}

interface Fact<Field extends string> {
  readonly key: string
  readonly field: Field
  readonly value: Timed
  readonly compare: (a: never, b: never) => number
}

export function profileOf(events: readonly ViewerEvent[], caps: Caps): Profile {
  const erasedThroughMs = latest(events, (kind) => (kind.$case === 'erase' ? kind.value.throughMs : null))
  const retiredThroughMs = latest(events, (kind) => (kind.$case === 'retire' ? kind.value.throughMs : null))
  const erased = erasedThroughMs ?? Number.NEGATIVE_INFINITY
  const cut = Math.max(erased, retiredThroughMs ?? Number.NEGATIVE_INFINITY)

  const titles = events.flatMap(titleFacts)
  return {
    recent: recentOf(after(titles, cut), caps),
    seen: seenOf(titles, cut, caps.seen),
    dismissed: sectionOf(after(events.flatMap(dismissFacts), erased), caps.dismissed, (key, f) => ({
      key,
      notInterested: f('notInterested'),
      continueWatching: f('continueWatching'),
    })) as Profile['dismissed'],
    list: sectionOf(after(events.flatMap(listFacts), cut), caps.list, (key, f) => ({
      key,
      listed: f('listed'),
    })) as Profile['list'],
    following: sectionOf(after(events.flatMap(followFacts), cut), caps.following, (key, f) => ({
      key,
      requested: f('requested'),
      accepted: f('accepted'),
    })) as Profile['following'],
    transactions: sectionOf(after(events.flatMap(transactionFacts), cut), caps.transactions, (key, f) => ({
      key,
      rented: f('rented'),
      bought: f('bought'),
    })) as Profile['transactions'],
    impressions: impressionsOf(events, cut, caps.impressions),
    consent: {
      personalization: lastConsent(events, 'personalization'),
      analytics: lastConsent(events, 'analytics'),
      sponsored: lastConsent(events, 'sponsored'),
      policyVersion: lastSaid(events, (event) =>
        event.kind?.$case === 'consent' ? event.kind.value.policyVersion || undefined : undefined,
      ),
    },
    settings: {
      kids: lastSetting(events, 'kids', SettingsField.SETTINGS_FIELD_KIDS),
      maturityLimit: lastSetting(events, 'maturityLimit', SettingsField.SETTINGS_FIELD_MATURITY_LIMIT),
      languages: lastSetting(later(events, erased), 'languages', SettingsField.SETTINGS_FIELD_LANGUAGES),
      country: lastSetting(later(events, erased), 'country', SettingsField.SETTINGS_FIELD_COUNTRY),
      tier: lastSetting(later(events, erased), 'tier', SettingsField.SETTINGS_FIELD_TIER),
      shareWatching: lastSetting(later(events, erased), 'shareWatching', SettingsField.SETTINGS_FIELD_SHARE_WATCHING),
    },
    erasedThroughMs,
    retiredThroughMs,
  }
}

/** Greatest value per key and field, newest keys first, and nothing at or before the first key that does not fit. */
function sectionOf<Field extends string, Entry>(
  facts: readonly Fact<Field>[],
  cap: number,
  build: (key: string, field: (name: Field) => Timed | null) => Entry,
): Section<Entry> {
  const best = (all: readonly Fact<Field>[], field: Field): Timed | null =>
    all
      .filter((fact) => fact.field === field)
      .sort((a, b) => b.compare(b.value as never, a.value as never))
      .at(0)?.value ?? null
  const keys = [...new Set(facts.map((fact) => fact.key))].map((key) => {
    const own = facts.filter((fact) => fact.key === key)
    return { key, own, atMs: Math.max(...own.map((fact) => fact.value.atMs)) }
  })
  keys.sort((a, b) => b.atMs - a.atMs || compareText(b.key, a.key))
  if (cap === 0) return { entries: [], horizon: null }
  const first = keys[cap]
  const horizon = first === undefined ? null : { atMs: first.atMs, key: first.key }
  const entries = keys.slice(0, cap).map(({ key, own }) =>
    build(key, (field) =>
      best(
        own.filter((fact) => horizon === null || greaterPair(fact.value.atMs, key, horizon)),
        field,
      ),
    ),
  )
  return { entries, horizon }
}

function recentOf(facts: readonly Fact<'watched' | 'rated'>[], caps: Caps): Profile['recent'] {
  const section = sectionOf(facts, caps.recent, (key, f) => ({ key, rated: f('rated') }))
  const entries = section.entries.map(({ key, rated }) => {
    const best = new Map<string, Watched>()
    for (const fact of facts) {
      if (fact.key !== key || fact.field !== 'watched') continue
      if (section.horizon !== null && !greaterPair(fact.value.atMs, key, section.horizon)) continue
      const watched = fact.value as Watched
      const id = `${watched.atMs}/${watched.session}`
      const known = best.get(id)
      if (known === undefined || compareWatched(watched, known) > 0) best.set(id, watched)
    }
    const sessions = [...best.values()].sort((a, b) => compareWatched(b, a)).slice(0, caps.sessions)
    return { key: key as ItemHash, sessions, rated: rated as Rated | null }
  })
  return { entries, horizon: section.horizon }
}

function impressionsOf(events: readonly ViewerEvent[], cut: number, cap: number): Profile['impressions'] {
  const facts = events.flatMap((event) =>
    event.kind?.$case === 'impression'
      ? event.kind.value.items.map((item) => ({
          key: itemHash(item.itemId),
          field: 'shown' as const,
          value: {
            atMs: event.occurredAtMs,
            page: fingerprint(event.kind?.$case === 'impression' ? event.kind.value.pageId : ''),
          },
          compare: compareShown,
        }))
      : [],
  )
  const kept = after(facts, cut)
  const section = sectionOf(kept, cap, (key) => key)
  const entries = section.entries.map((key) => {
    const all = kept.filter((fact) => fact.key === key).map((fact) => fact.value as Shown)
    const distinct = [...new Map(all.map((one) => [`${one.atMs}/${one.page}`, one])).values()]
    const beyond = distinct.filter((one) => section.horizon === null || greaterPair(one.atMs, key, section.horizon))
    return { key: key as ItemHash, shown: beyond.sort((a, b) => compareShown(b, a)).slice(0, 8) }
  })
  return { entries, horizon: section.horizon }
}

function seenOf(titles: readonly Fact<string>[], cut: number, cap: number): readonly SeenTitle[] {
  const day = (atMs: number): number => Math.floor(atMs / 86_400_000)
  const days = new Map<number, number>()
  for (const fact of titles) {
    const print = Number.parseInt(fact.key.slice(0, 8), 16)
    if (day(fact.value.atMs) > day(cut)) days.set(print, Math.max(day(fact.value.atMs), days.get(print) ?? -Infinity))
  }
  const all = [...days].map(([print, newest]) => ({ fingerprint: print, day: newest }))
  return all.sort((a, b) => b.day - a.day || b.fingerprint - a.fingerprint).slice(0, cap)
}

function titleFacts(event: ViewerEvent): Fact<'watched' | 'rated'>[] {
  const kind = event.kind
  if (kind?.$case === 'rating') {
    const code = ratingCode(kind.value)
    const value = { atMs: event.occurredAtMs, code: code ?? 0 }
    return code === null ? [] : [{ key: itemHash(kind.value.itemId), field: 'rated', value, compare: compareRated }]
  }
  if (kind?.$case !== 'watch') return []
  const { sessionStartedAtMs, sessionId, episodeId, positionS, durationS } = kind.value
  const value = {
    atMs: sessionStartedAtMs,
    session: sessionStartedAtMs % 1000 === 0 ? Math.floor(fingerprint(sessionId) / 2 ** 24) : 0,
    episode: episodeId === '' ? '' : itemHash(episodeId),
    positionS,
    durationS,
  }
  return [{ key: itemHash(kind.value.itemId), field: 'watched', value, compare: compareWatched }]
}

function dismissFacts({ kind, occurredAtMs: atMs }: ViewerEvent): Fact<'notInterested' | 'continueWatching'>[] {
  if (kind?.$case !== 'dismiss') return []
  const field = kind.value.scope === DismissScope.DISMISS_SCOPE_NOT_INTERESTED ? 'notInterested' : 'continueWatching'
  return [
    { key: itemHash(kind.value.itemId), field, value: decision(atMs, !kind.value.undo), compare: compareDecision },
  ]
}

function listFacts({ kind, occurredAtMs: atMs }: ViewerEvent): Fact<'listed'>[] {
  if (kind?.$case !== 'list') return []
  const value = decision(atMs, kind.value.action === ListAction.LIST_ACTION_ADD)
  return [{ key: itemHash(kind.value.itemId), field: 'listed', value, compare: compareDecision }]
}

function followFacts({ kind, occurredAtMs: atMs }: ViewerEvent): Fact<'requested' | 'accepted'>[] {
  if (kind?.$case !== 'follow') return []
  const { target, action } = kind.value
  const value = decision(atMs, action !== FollowAction.FOLLOW_ACTION_REMOVE)
  const requested = { key: target as ViewerKey, field: 'requested' as const, value, compare: compareDecision }
  const accepted = { key: target as ViewerKey, field: 'accepted' as const, value, compare: compareDecision }
  if (action === FollowAction.FOLLOW_ACTION_REQUEST) return [requested]
  return action === FollowAction.FOLLOW_ACTION_ACCEPT ? [accepted] : [requested, accepted]
}

function transactionFacts({ kind, occurredAtMs: atMs }: ViewerEvent): Fact<'rented' | 'bought'>[] {
  if (kind?.$case !== 'transaction') return []
  const field = kind.value.type === TransactionType.TRANSACTION_TYPE_RENT ? 'rented' : 'bought'
  const value = { atMs, expiresAtMs: kind.value.expiresAtMs }
  return [{ key: itemHash(kind.value.itemId), field, value, compare: compareOwnership }]
}

function lastConsent(events: readonly ViewerEvent[], purpose: 'personalization' | 'analytics' | 'sponsored') {
  const decisions = events.flatMap((event) => {
    const on = event.kind?.$case === 'consent' ? event.kind.value[purpose] : undefined
    return on === undefined ? [] : [decision(event.occurredAtMs, on)]
  })
  return decisions.sort((a, b) => compareDecision(b, a)).at(0) ?? null
}

type SettingName = 'kids' | 'maturityLimit' | 'languages' | 'country' | 'tier' | 'shareWatching'

function lastSetting(events: readonly ViewerEvent[], name: SettingName, field: SettingsField) {
  return lastSaid(events, (event) => {
    if (event.kind?.$case !== 'settings') return undefined
    const value = event.kind.value[name]
    if (value !== undefined) return typeof value === 'object' ? value.tags : value
    return event.kind.value.clear.includes(field) ? null : undefined
  }) as never
}

function lastSaid<Value>(events: readonly ViewerEvent[], said: (event: ViewerEvent) => Value | null | undefined) {
  const text = (value: unknown): string => (value === null ? '' : JSON.stringify(value))
  const all = events.flatMap((event) => {
    const value = said(event)
    return value === undefined ? [] : [{ atMs: event.occurredAtMs, value }]
  })
  return all.sort((a, b) => b.atMs - a.atMs || compareText(text(b.value), text(a.value))).at(0) ?? null
}

function latest(events: readonly ViewerEvent[], time: (kind: NonNullable<ViewerEvent['kind']>) => number | null) {
  const times = events.flatMap((event) => (event.kind === undefined ? [] : (time(event.kind) ?? [])))
  return times.length === 0 ? null : Math.max(...times)
}

const decision = (atMs: number, on: boolean) => ({ atMs, on })
const after = <F extends string>(facts: readonly Fact<F>[], cut: number) =>
  facts.filter((fact) => fact.value.atMs > cut)
const later = (events: readonly ViewerEvent[], cut: number) => events.filter((event) => event.occurredAtMs > cut)
const greaterPair = (atMs: number, key: string, than: { atMs: number; key: string }) =>
  atMs > than.atMs || (atMs === than.atMs && key > than.key)
