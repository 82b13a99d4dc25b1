/** Whatever friends did and said, in whatever order it came: only what they share now is shown. */
import { describe, expect, it } from '@jest/globals'
import { Consent, FollowAction, Settings, viewerKey } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { systemClock, viewerPartition } from '@upnext/ports'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { TEST_KEYS, aWatch, anEvent, createFakeProfileStore } from '@upnext/testkit'
import fc from 'fast-check'
import { DAY_MS } from '../rows/day.ts'
import { friends as friendsRow } from '../rows/kinds/friends.ts'
import { causesOf } from '../rows/candidate.ts'
import { aSpec } from '../testing/a-row-world.ts'
import { aViewerContext } from '../testing/a-viewer-context.ts'
import { following } from '../testing/some-friends.ts'
import { NOW } from '../testing/some-titles.ts'
import { readFriends } from './friends.ts'

const FRIENDS = ['ann', 'bob', 'cleo']
const TITLES = ['heat', 'ronin', 'up', 'toys'] as const
const self = viewerKey(TEST_KEYS, 'self')

const DEEDS = {
  share: { $case: 'settings', value: Settings.fromPartial({ shareWatching: true }) },
  hide: { $case: 'settings', value: Settings.fromPartial({ shareWatching: false }) },
  child: { $case: 'settings', value: Settings.fromPartial({ kids: true }) },
  adult: { $case: 'settings', value: Settings.fromPartial({ kids: false }) },
  accept: { $case: 'follow', value: { target: self, action: FollowAction.FOLLOW_ACTION_ACCEPT } },
  remove: { $case: 'follow', value: { target: self, action: FollowAction.FOLLOW_ACTION_REMOVE } },
  refuse: { $case: 'consent', value: Consent.fromPartial({ personalization: false }) },
  consent: { $case: 'consent', value: Consent.fromPartial({ personalization: true }) },
} as const satisfies Readonly<Record<string, ViewerEvent['kind']>>
type Deed = keyof typeof DEEDS | 'erase' | (typeof TITLES)[number]

/** Sharing and accepting come up often, or hardly any case would show anything. */
const aDeed = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Deed>('share', 'accept') },
  { weight: 3, arbitrary: fc.constantFrom<Deed>(...TITLES) },
  { weight: 2, arbitrary: fc.constantFrom<Deed>('hide', 'child', 'adult', 'remove', 'refuse', 'consent', 'erase') },
)
const aLife = fc.array(aDeed, { maxLength: 8 })
const aCase = fc.record({
  lives: fc.tuple(aLife, aLife, aLife),
  followed: fc.subarray(FRIENDS),
  shuffle: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
})

const timeOf = (place: number) => NOW - DAY_MS + place * 1000

function eventOf(deed: Deed, place: number): ViewerEvent {
  const occurredAtMs = timeOf(place)
  if (deed === 'erase') return anEvent({ occurredAtMs, kind: { $case: 'erase', value: { throughMs: occurredAtMs } } })
  const known = Object.entries(DEEDS).find(([name]) => name === deed)?.[1]
  const watch = aWatch({ itemId: deed, positionS: 5400, sessionStartedAtMs: occurredAtMs, sessionId: deed })
  return anEvent({ occurredAtMs, kind: known ?? watch })
}

/** What a friend shares in the end: the last word on each thing counts, and an erasure takes all but a child's protection and consent. */
function sharedOf(life: readonly Deed[]): string[] {
  const since = life.lastIndexOf('erase')
  const last = (yes: Deed, no: Deed, from = 0): boolean | null => {
    const words = life.slice(from).filter((deed) => deed === yes || deed === no)
    return words.length === 0 ? null : words.at(-1) === yes
  }
  const after = since + 1
  if (last('share', 'hide', after) !== true || last('accept', 'remove', after) !== true) return []
  if (last('child', 'adult') === true || last('refuse', 'consent') === true) return []
  return life.slice(after).filter((deed) => TITLES.some((title) => title === deed))
}

async function shownOf({ lives, followed, shuffle }: typeof aCase extends fc.Arbitrary<infer Case> ? Case : never) {
  const profiles = createFakeProfileStore()
  await profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
  const positions = new Map<number, number>()
  for (const [i, name] of FRIENDS.entries()) {
    const events = (lives[i] ?? []).map(eventOf).map((event, at) => ({ event, order: shuffle[8 * i + at] ?? 0 }))
    events.sort((a, b) => a.order - b.order)
    const profile = events.reduce((folded, { event }) => fold(folded, event, SERVING_CAPS).profile, emptyProfile())
    const key = viewerKey(TEST_KEYS, name)
    const partition = viewerPartition(key)
    const expected = positions.get(partition) ?? 0
    const written = [{ key, bytes: encodeProfile(profile) }]
    await profiles.commit({ generation: 1, partition, expected, next: expected + 1, profiles: written })
    positions.set(partition, expected + 1)
  }
  const generations = { current: () => Promise.resolve(1), renewed: () => Promise.resolve(1) }
  const entries = followed.map((name) => following(viewerKey(TEST_KEYS, name), { requested: 1 }))
  const profile = { ...emptyProfile(), following: { entries, horizon: null } }
  const options = { profiles, generations, clock: systemClock, budgetMs: 10_000 }
  const { friends } = await readFriends(options, { key: self, profile, deadlineMs: null })
  const [row] = friendsRow(aSpec('friends'), aViewerContext({ items: TITLES, profile, friends }))
  return (row?.candidates ?? []).map((candidate) => {
    const [cause] = causesOf(candidate)
    return `${candidate.title.itemId} ${cause?.kind === 'fact' ? cause.friends : ''}`
  })
}

describe('what friends watch', () => {
  it('is shown for those who share, have accepted, and are followed; of nobody else', async () => {
    let shownAtAll = 0
    await fc.assert(
      fc.asyncProperty(aCase, async (each) => {
        const counts = new Map<string, number>()
        for (const [i, name] of FRIENDS.entries()) {
          const shared = each.followed.includes(name) ? sharedOf(each.lives[i] ?? []) : []
          for (const title of new Set(shared)) counts.set(title, (counts.get(title) ?? 0) + 1)
        }
        const shown = await shownOf(each)
        if (shown.length > 0) shownAtAll++
        expect(shown.sort()).toEqual([...counts].map(([title, count]) => `${title} ${count}`).sort())
      }),
      { numRuns: 300 },
    )
    expect(shownAtAll).toBeGreaterThan(20)
  })
})
