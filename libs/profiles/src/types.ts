/**
 * A profile, unpacked: what is known of one viewer. It is a function of the set of the viewer's events; `fold` keeps it so.
 * Times are milliseconds since 1970-01-01 UTC and come from events only.
 */
import type { ItemHash, ViewerKey } from '@upnext/contracts'

/** No time is as far from 1970: the packed form holds differences of two times exactly only below this. It is the year 73,000. */
export const GREATEST_TIME_MS = 2 ** 51

export interface Profile {
  /** Newest titles in full detail. */
  readonly recent: Section<RecentTitle>
  /** Fingerprints of titles watched or rated, with the day of the newest sign; also what `recent` has forgotten. */
  readonly seen: readonly SeenTitle[]
  readonly dismissed: Section<DismissedTitle>
  readonly list: Section<ListedTitle>
  readonly following: Section<FollowedViewer>
  readonly transactions: Section<OwnedTitle>
  readonly impressions: Section<ImpressedTitle>
  readonly consent: ConsentState
  readonly settings: SettingsState
  /** Events up to these times count no more; `null`: never erased, never retired. See `fold/cuts.ts`. */
  readonly erasedThroughMs: number | null
  readonly retiredThroughMs: number | null
}

/** Entries newest first, by (newest field's time, key); at most the section's cap of them. */
export interface Section<Entry> {
  readonly entries: readonly Entry[]
  /** The greatest (time, key) that did not fit: nothing at or before it is kept, or taken up again. */
  readonly horizon: Horizon | null
}

export interface Horizon {
  readonly atMs: number
  readonly key: string
}

/** Watched, rated, or both. */
export interface RecentTitle {
  readonly key: ItemHash
  /** The newest distinct (time, session), newest first; at most the cap of `sessions`. */
  readonly sessions: readonly Watched[]
  readonly rated: Rated | null
}

/** A playback session's furthest point. */
export interface Watched {
  /** Start of the session. */
  readonly atMs: number
  /** One byte of the session id's hash, where the start is a whole second; else 0. See `hasSessionByte`. */
  readonly session: number
  /** '' where the title has no episodes. */
  readonly episode: ItemHash | ''
  readonly positionS: number
  /** 0 where unknown. */
  readonly durationS: number
}

export interface Rated {
  readonly atMs: number
  /** 1 to 10: half stars; 11: thumb down; 12: thumb up. See `starsOf` and `thumbOf`. */
  readonly code: number
}

export interface SeenTitle {
  /** First u32 of the item hash. */
  readonly fingerprint: number
  /** Days since 1970-01-01 UTC. */
  readonly day: number
}

/** The newest word on something that can be undone. */
export interface Decision {
  readonly atMs: number
  readonly on: boolean
}

export interface DismissedTitle {
  readonly key: ItemHash
  readonly notInterested: Decision | null
  readonly continueWatching: Decision | null
}

export interface ListedTitle {
  readonly key: ItemHash
  readonly listed: Decision
}

export interface FollowedViewer {
  readonly key: ViewerKey
  /** This viewer asked to follow the other. */
  readonly requested: Decision | null
  /** This viewer lets the other follow. */
  readonly accepted: Decision | null
}

export interface OwnedTitle {
  readonly key: ItemHash
  readonly rented: Ownership | null
  readonly bought: Ownership | null
}

export interface Ownership {
  readonly atMs: number
  /** 0: does not end. */
  readonly expiresAtMs: number
}

export interface ImpressedTitle {
  readonly key: ItemHash
  /** The newest 8 distinct (time, page), newest first. */
  readonly shown: readonly Shown[]
}

export interface Shown {
  readonly atMs: number
  /** Fingerprint of the page id. */
  readonly page: number
}

export interface ConsentState {
  readonly personalization: Decision | null
  readonly analytics: Decision | null
  readonly sponsored: Decision | null
  readonly policyVersion: Setting<string> | null
}

/** `null` as a setting: never said. `value: null`: cleared then. */
export interface SettingsState {
  readonly kids: Setting<boolean> | null
  readonly maturityLimit: Setting<number> | null
  readonly languages: Setting<readonly string[]> | null
  readonly country: Setting<string> | null
  readonly tier: Setting<string> | null
  readonly shareWatching: Setting<boolean> | null
}

export interface Setting<Value> {
  readonly atMs: number
  readonly value: Value | null
}

/** How many entries each section keeps. */
export interface Caps {
  readonly recent: number
  /** Of each title in `recent`; at least 1. */
  readonly sessions: number
  readonly seen: number
  readonly dismissed: number
  readonly list: number
  readonly following: number
  readonly transactions: number
  readonly impressions: number
}

export const SERVING_CAPS: Caps = {
  recent: 100,
  sessions: 4,
  seen: 2000,
  dismissed: 200,
  list: 200,
  following: 200,
  transactions: 100,
  impressions: 200,
}

/** The trainer reads longer histories, and nothing of what has no bearing on which titles go together. */
export const TRAINING_CAPS: Caps = {
  recent: 500,
  sessions: 16,
  seen: 0,
  dismissed: 0,
  list: 0,
  following: 0,
  transactions: 0,
  impressions: 0,
}

/** Raised whenever the same events would give other bytes. Stores of another version are refused. */
export const FOLD_VERSION = 3

export interface FoldResult {
  readonly profile: Profile
  readonly delta: Delta
}

/** What an event changed about the titles watched and rated; a duplicate changes nothing, and neither does an eviction. */
export interface Delta {
  readonly titles: readonly TitleChange[]
}

export interface TitleChange {
  readonly before: RecentTitle | null
  readonly after: RecentTitle
}
