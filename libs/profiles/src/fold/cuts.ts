/**
 * What `erase` and `retire` leave. Both carry a time, and keep it in the profile: events up to it count no more, whether they
 * stood before it in the log or come after. Consent, the kids flag and the maturity limit stay in any case; `retire` also
 * leaves settings and dismissals.
 */
import type { Profile } from '../types.ts'
import { recentFields } from './recent-shape.ts'
import { dropSeenThrough } from './seen.ts'
import { dropThrough } from './section.ts'
import { dropSettingsThrough } from './settings.ts'
import { dismissedShape, followedShape, impressedShape, listedShape, ownedShape } from './shapes.ts'

export function erase(profile: Profile, throughMs: number): Profile {
  const erasedThroughMs = laterOf(profile.erasedThroughMs, throughMs)
  if (erasedThroughMs === profile.erasedThroughMs) return profile
  return {
    ...withoutHistory(profile, erasedThroughMs),
    dismissed: dropThrough(profile.dismissed, erasedThroughMs, dismissedShape),
    settings: dropSettingsThrough(profile.settings, erasedThroughMs),
    erasedThroughMs,
  }
}

export function retire(profile: Profile, throughMs: number): Profile {
  const retiredThroughMs = laterOf(profile.retiredThroughMs, throughMs)
  if (retiredThroughMs === profile.retiredThroughMs) return profile
  return { ...withoutHistory(profile, retiredThroughMs), retiredThroughMs }
}

/** Whether history of this time has been erased or retired. */
export function historyIsCut(profile: Profile, atMs: number): boolean {
  return isErased(profile, atMs) || (profile.retiredThroughMs !== null && atMs <= profile.retiredThroughMs)
}

export function isErased(profile: Profile, atMs: number): boolean {
  return profile.erasedThroughMs !== null && atMs <= profile.erasedThroughMs
}

/** The later of both cuts: `seen`, which knows days only, refuses all of its day. */
export function historyCutMs(profile: Profile): number | null {
  if (profile.retiredThroughMs === null) return profile.erasedThroughMs
  return laterOf(profile.erasedThroughMs, profile.retiredThroughMs)
}

function withoutHistory(profile: Profile, throughMs: number): Profile {
  return {
    ...profile,
    recent: dropThrough(profile.recent, throughMs, recentFields),
    seen: dropSeenThrough(profile.seen, throughMs),
    list: dropThrough(profile.list, throughMs, listedShape),
    following: dropThrough(profile.following, throughMs, followedShape),
    transactions: dropThrough(profile.transactions, throughMs, ownedShape),
    impressions: dropThrough(profile.impressions, throughMs, impressedShape),
  }
}

function laterOf(a: number | null, b: number): number {
  return a === null ? b : Math.max(a, b)
}
