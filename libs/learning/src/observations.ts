/**
 * What a change of a profile adds to the counts. All observations of a viewer's events together, each event complete when it
 * arrives and in order, are one observation for every play of `playsOf`; progress that comes bit by bit, or late, adds up to the
 * same weight. What becomes less is left to the next full count.
 */
import { newestMsOf } from '@upnext/profiles'
import type { FoldResult, Profile, RecentTitle, TitleChange } from '@upnext/profiles'
import type { Play } from '@upnext/recsys'
import { comparePlays } from './plays-of.ts'
import { playsOfTitle } from './title-plays.ts'
import type { TitlePlay } from './title-plays.ts'
import { titleWeight } from './title-weight.ts'

export interface Observation extends Play {
  /** Other titles liked before, each by its newest play before, newest first. */
  readonly history: readonly Play[]
  /** What was gained: above 0. */
  readonly weight: number
}

/** `window`: most titles of a history. */
export function observationsOf({ profile, delta }: FoldResult, window: number): Observation[] {
  return delta.titles.flatMap((change) => {
    const item = change.after.key
    return gainsOf(change).map(({ atMs, weight }) => {
      return { history: likedBefore(profile, { item, atMs }, window), item, weight, atMs }
    })
  })
}

interface Gain {
  readonly atMs: number
  readonly weight: number
}

/**
 * A new play gains the title's whole weight, a known one what the title gained: counts are linear in the weight, and a live
 * watch begins with nothing watched and earns its weight bit by bit. A play that takes the place of others (a session that of
 * the rating, or of bounces) gains what it adds to theirs.
 */
function gainsOf({ before, after }: TitleChange): Gain[] {
  const weight = likingOf(after)
  const counted = before === null ? 0 : likingOf(before)
  const earlier = before === null ? [] : playsOfTitle(before)
  const plays = playsOfTitle(after)
  const replaced = earlier.filter((play) => !plays.some(isSame(play)) && !isForgotten(play, after))
  return plays.flatMap((play) => {
    const had = earlier.some(isSame(play)) ? counted : counted * replaced.length
    return weight > had ? [{ atMs: play.atMs, weight: weight - had }] : []
  })
}

function likingOf(title: RecentTitle): number {
  return Math.max(0, titleWeight(title))
}

/** A title that is rated again is the same play, later. */
function isSame(play: TitlePlay): (other: TitlePlay) => boolean {
  return ({ session, atMs }) => session === play.session && (session === null || atMs === play.atMs)
}

/** The profile has no room for this session any more: what was counted of it stays counted. */
function isForgotten(play: TitlePlay, { sessions }: RecentTitle): boolean {
  return play.session !== null && !sessions.some(isSame(play))
}

function likedBefore({ recent }: Profile, play: Pick<Play, 'item' | 'atMs'>, window: number): Play[] {
  const liked: Play[] = []
  for (const title of recent.entries) {
    const last = liked[window - 1]
    // Titles stand by their newest sign, and no play is newer than that: none that follows has a place.
    if (last !== undefined && newestMsOf(title) < last.atMs) break
    if (title.key === play.item) continue
    const weight = titleWeight(title)
    if (weight <= 0) continue
    const newest = playsOfTitle(title).find(({ atMs }) => comparePlays({ item: title.key, atMs }, play) < 0)
    if (newest === undefined) continue
    const before: Play = { item: title.key, weight, atMs: newest.atMs }
    liked.splice(liked.findLastIndex((other) => comparePlays(other, before) > 0) + 1, 0, before)
    if (liked.length > window) liked.pop()
  }
  return liked
}
