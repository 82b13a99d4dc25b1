/**
 * Many events of one viewer, folded together. A profile is a function of the set of its events, so this ends where `fold` does
 * event by event: it gathers what they say, and copies each section once and not once an event. Of the heartbeats of a session only
 * the furthest is looked at twice. With 20 events at a time an event takes 3.1 µs, and 4.0 one by one.
 */
import type { EventFacts, WatchFacts } from '@upnext/contracts'
import type { Caps, ImpressedTitle, Profile, RecentTitle } from '../types.ts'
import { historyIsCut } from './cuts.ts'
import { checkedTime, foldOther, foldSeen, impressedTitles, ratedTitle, watchedTitle } from './fold.ts'
import { newestMsOf, recentShape } from './recent-shape.ts'
import { addEntries } from './section.ts'
import { impressedShape } from './shapes.ts'

/** Answers `profile` itself where nothing changes. Throws what `fold` throws for any of the events, and then says not for which. */
export function foldAll(profile: Profile, events: readonly EventFacts[], caps: Caps): Profile {
  let folded = profile
  let titles: RecentTitle[] = []
  let impressed: ImpressedTitle[] = []
  let watch: WatchFacts | null = null

  const settle = (): void => {
    if (watch !== null) titles.push(watchedTitle(watch))
    folded = addImpressed(addTitles(folded, titles, caps), impressed, caps)
    titles = []
    impressed = []
    watch = null
  }

  for (const event of events) {
    const atMs = checkedTime(event.occurredAtMs)
    const kind = event.kind
    switch (kind?.$case) {
      case 'watch':
        if (watch !== null && isSamePlayback(watch, kind.value)) watch = furtherOf(watch, kind.value)
        else {
          if (watch !== null) titles.push(watchedTitle(watch))
          watch = kind.value
        }
        break
      case 'rating': {
        const title = ratedTitle(kind.value, atMs)
        if (title !== null) titles.push(title)
        break
      }
      case 'impression':
        // One without titles says at least that there is a viewer.
        if (kind.value.items.length === 0) folded = foldOther(folded, event, atMs, caps)
        else if (!historyIsCut(folded, atMs)) impressed.push(...impressedTitles(kind.value, atMs))
        break
      case 'erase':
      case 'retire':
        // They cut what came before them, so that has to be there.
        settle()
        folded = foldOther(folded, event, atMs, caps)
        break
      default:
        folded = foldOther(folded, event, atMs, caps)
    }
  }
  settle()
  return folded
}

function addTitles(profile: Profile, titles: readonly RecentTitle[], caps: Caps): Profile {
  const kept = titles.filter((title) => !historyIsCut(profile, newestMsOf(title)))
  if (kept.length === 0) return profile
  const recent = addEntries(profile.recent, kept, caps.recent, recentShape(caps.sessions))
  const seen = kept.reduce((known, title) => foldSeen(profile, known, title.key, newestMsOf(title), caps), profile.seen)
  return recent === profile.recent && seen === profile.seen ? profile : { ...profile, recent, seen }
}

function addImpressed(profile: Profile, titles: readonly ImpressedTitle[], caps: Caps): Profile {
  if (titles.length === 0) return profile
  const impressions = addEntries(profile.impressions, titles, caps.impressions, impressedShape)
  return impressions === profile.impressions ? profile : { ...profile, impressions }
}

/** Whether both are of one session and episode, so that they differ in nothing but how far it went. */
function isSamePlayback(a: WatchFacts, b: WatchFacts): boolean {
  return (
    a.sessionStartedAtMs === b.sessionStartedAtMs &&
    a.itemId === b.itemId &&
    a.sessionId === b.sessionId &&
    a.episodeId === b.episodeId
  )
}

function furtherOf(a: WatchFacts, b: WatchFacts): WatchFacts {
  return (b.positionS - a.positionS || b.durationS - a.durationS) > 0 ? b : a
}
