/**
 * The fold: one event into one profile. Pure, and indifferent to order and repetition: a profile is a function of the set of
 * its events, so retries, replays and late arrivals end in the same bytes. `oracle.ts` beside the tests says what the
 * function is.
 */
import {
  DismissScope,
  FollowAction,
  ListAction,
  TransactionType,
  fingerprint,
  fingerprintOf,
  isViewerKey,
  itemHash,
} from '@upnext/contracts'
import type { EventFacts, ImpressionFacts, ItemHash, Rating, ViewerKey, WatchFacts } from '@upnext/contracts'
import { ratingCode } from '../rating.ts'
import { GREATEST_TIME_MS } from '../types.ts'
import type { Caps, Delta, FoldResult, ImpressedTitle, Profile, RecentTitle, Watched } from '../types.ts'
import { erase, historyCutMs, historyIsCut, isErased, retire } from './cuts.ts'
import { hasSessionByte, recentFields, recentShape } from './recent-shape.ts'
import { addSeen, dayOf } from './seen.ts'
import { EMPTY_SECTION, addEntries, addEntry } from './section.ts'
import { NO_CONSENT, NO_SETTINGS, dropSettingsThrough, mergeConsent, mergeSettings } from './settings.ts'
import { dismissedShape, followedShape, impressedShape, listedShape, ownedShape } from './shapes.ts'

/** An event that no profile can hold. Readers hand it to the dead letters. */
export class UnfoldableEventError extends Error {
  override readonly name = 'UnfoldableEventError'
}

const NOTHING: Delta = { titles: [] }
const EMPTY_PROFILE: Profile = {
  recent: EMPTY_SECTION,
  seen: [],
  dismissed: EMPTY_SECTION,
  list: EMPTY_SECTION,
  following: EMPTY_SECTION,
  transactions: EMPTY_SECTION,
  impressions: EMPTY_SECTION,
  consent: NO_CONSENT,
  settings: NO_SETTINGS,
  erasedThroughMs: null,
  retiredThroughMs: null,
}

export function emptyProfile(): Profile {
  return EMPTY_PROFILE
}

/**
 * Answers the new profile and what changed about titles. Kinds, actions and values that this version does not know change
 * nothing. Throws `UnfoldableEventError` for times that no clock shows.
 */
export function fold(profile: Profile, event: EventFacts, caps: Caps): FoldResult {
  const atMs = checkedTime(event.occurredAtMs)
  const kind = event.kind
  if (kind?.$case === 'watch') return foldTitle(profile, watchedTitle(kind.value), caps)
  if (kind?.$case === 'rating') {
    const title = ratedTitle(kind.value, atMs)
    return title === null ? { profile, delta: NOTHING } : foldTitle(profile, title, caps)
  }
  return { profile: foldOther(profile, event, atMs, caps), delta: NOTHING }
}

function foldTitle(profile: Profile, title: RecentTitle, caps: Caps): FoldResult {
  const atMs = recentFields.newest(title)
  if (historyIsCut(profile, atMs)) return { profile, delta: NOTHING }
  const recent = addEntry(profile.recent, title, caps.recent, recentShape(caps.sessions))
  const seen = foldSeen(profile, profile.seen, title.key, atMs, caps)
  if (recent === profile.recent && seen === profile.seen) return { profile, delta: NOTHING }
  // What makes the section longer was not in it: most titles are new, and looking through all others would find nothing.
  const isNew = recent.entries.length > profile.recent.entries.length
  const before = isNew ? null : (profile.recent.entries.find((entry) => entry.key === title.key) ?? null)
  const after = recent.entries.find((entry) => entry.key === title.key)
  const changed = after !== undefined && after !== before
  return { profile: { ...profile, recent, seen }, delta: changed ? { titles: [{ before, after }] } : NOTHING }
}

/** Takes up a title into `seen`, as the cuts of the profile allow. */
export function foldSeen(
  profile: Profile,
  seen: Profile['seen'],
  key: ItemHash,
  atMs: number,
  caps: Caps,
): Profile['seen'] {
  const cutMs = historyCutMs(profile)
  const day = dayOf(atMs)
  if (cutMs !== null && day <= dayOf(cutMs)) return seen
  return addSeen(seen, { fingerprint: fingerprintOf(key), day }, caps.seen)
}

/** All but watching and rating. */
export function foldOther(profile: Profile, event: EventFacts, atMs: number, caps: Caps): Profile {
  const kind = event.kind
  switch (kind?.$case) {
    case 'erase':
      return erase(profile, checkedTime(kind.value.throughMs))
    case 'retire':
      return retire(profile, checkedTime(kind.value.throughMs))
    case 'consent':
      return { ...profile, consent: mergeConsent(profile.consent, kind.value, atMs) }
    case 'settings': {
      const settings = mergeSettings(profile.settings, kind.value, atMs)
      return { ...profile, settings: isErased(profile, atMs) ? dropSettingsThrough(settings, atMs) : settings }
    }
    case 'dismiss':
      return isErased(profile, atMs) ? profile : foldDismiss(profile, kind.value, atMs, caps)
    case 'list':
    case 'transaction':
    case 'follow':
    case 'impression':
      return historyIsCut(profile, atMs) ? profile : foldHistory(profile, kind, atMs, caps)
    case 'select':
    case 'watch':
    case 'rating':
    case undefined:
      return profile
  }
}

function foldDismiss(profile: Profile, dismiss: KindValue<'dismiss'>, atMs: number, caps: Caps): Profile {
  const decision = { atMs, on: !dismiss.undo }
  const notInterested = dismiss.scope === DismissScope.DISMISS_SCOPE_NOT_INTERESTED ? decision : null
  const continueWatching = dismiss.scope === DismissScope.DISMISS_SCOPE_CONTINUE_WATCHING ? decision : null
  if (notInterested === null && continueWatching === null) return profile
  const entry = { key: itemHash(dismiss.itemId), notInterested, continueWatching }
  return { ...profile, dismissed: addEntry(profile.dismissed, entry, caps.dismissed, dismissedShape) }
}

function foldHistory(profile: Profile, kind: HistoryKind, atMs: number, caps: Caps): Profile {
  switch (kind.$case) {
    case 'list': {
      const on = kind.value.action === ListAction.LIST_ACTION_ADD
      if (!on && kind.value.action !== ListAction.LIST_ACTION_REMOVE) return profile
      const entry = { key: itemHash(kind.value.itemId), listed: { atMs, on } }
      return { ...profile, list: addEntry(profile.list, entry, caps.list, listedShape) }
    }
    case 'transaction': {
      const owned = { atMs, expiresAtMs: checkedTime(kind.value.expiresAtMs) }
      const rented = kind.value.type === TransactionType.TRANSACTION_TYPE_RENT ? owned : null
      const bought = kind.value.type === TransactionType.TRANSACTION_TYPE_BUY ? owned : null
      if (rented === null && bought === null) return profile
      const entry = { key: itemHash(kind.value.itemId), rented, bought }
      return { ...profile, transactions: addEntry(profile.transactions, entry, caps.transactions, ownedShape) }
    }
    case 'follow':
      return foldFollow(profile, kind.value, atMs, caps)
    case 'impression': {
      const titles = impressedTitles(kind.value, atMs)
      const impressions = addEntries(profile.impressions, titles, caps.impressions, impressedShape)
      return { ...profile, impressions }
    }
  }
}

/** Removing ends both directions: this viewer's following, and the other's leave to follow. */
function foldFollow(profile: Profile, follow: KindValue<'follow'>, atMs: number, caps: Caps): Profile {
  const key = canonicalKey(follow.target)
  const { FOLLOW_ACTION_REQUEST, FOLLOW_ACTION_ACCEPT, FOLLOW_ACTION_REMOVE } = FollowAction
  const known: readonly number[] = [FOLLOW_ACTION_REQUEST, FOLLOW_ACTION_ACCEPT, FOLLOW_ACTION_REMOVE]
  if (key === null || !known.includes(follow.action)) return profile
  const decision = { atMs, on: follow.action !== FOLLOW_ACTION_REMOVE }
  const entry = {
    key,
    requested: follow.action === FOLLOW_ACTION_ACCEPT ? null : decision,
    accepted: follow.action === FOLLOW_ACTION_REQUEST ? null : decision,
  }
  return { ...profile, following: addEntry(profile.following, entry, caps.following, followedShape) }
}

export function impressedTitles(impression: ImpressionFacts, atMs: number): ImpressedTitle[] {
  const shown = [{ atMs, page: fingerprint(impression.pageId) }]
  return impression.items.map((item) => ({ key: itemHash(item.itemId), shown }))
}

/** `null` where the rating says nothing that this version knows. */
export function ratedTitle(rating: Rating, atMs: number): RecentTitle | null {
  const code = ratingCode(rating)
  return code === null ? null : { key: itemHash(rating.itemId), sessions: [], rated: { atMs, code } }
}

export function watchedTitle(watch: WatchFacts): RecentTitle {
  const atMs = checkedTime(watch.sessionStartedAtMs)
  const watched: Watched = {
    atMs,
    session: hasSessionByte(atMs) ? fingerprint(watch.sessionId) >>> 24 : 0,
    episode: watch.episodeId === '' ? '' : itemHash(watch.episodeId),
    positionS: watch.positionS,
    durationS: watch.durationS,
  }
  return { key: itemHash(watch.itemId), sessions: [watched], rated: null }
}

export function checkedTime(atMs: number): number {
  if (Number.isSafeInteger(atMs) && Math.abs(atMs) < GREATEST_TIME_MS) return atMs
  throw new UnfoldableEventError(`time ${atMs} ms is out of range`)
}

/** A viewer key in the one spelling that its 16 bytes have, or `null`. */
function canonicalKey(text: string): ViewerKey | null {
  if (!isViewerKey(text)) return null
  return Buffer.from(text, 'base64url').toString('base64url') === text ? text : null
}

type Kind = NonNullable<EventFacts['kind']>
type KindValue<Case extends Kind['$case']> = Extract<Kind, { $case: Case }>['value']
type HistoryKind = Extract<Kind, { $case: 'list' | 'transaction' | 'follow' | 'impression' }>
