import { describe, expect, it } from '@jest/globals'
import { itemHash, viewerKey } from '@upnext/contracts'
import type { ViewerKey } from '@upnext/contracts'
import { GenerationDroppedError, StoreUnavailableError, systemClock, viewerPartition } from '@upnext/ports'
import { emptyProfile, encodeProfile } from '@upnext/profiles'
import type { FollowedViewer, Profile } from '@upnext/profiles'
import { TEST_KEYS, createFakeProfileStore } from '@upnext/testkit'
import { MOST_FRIENDS, readFriends } from './friends.ts'
import { aFriend, following } from '../testing/some-friends.ts'
import { aProfileOf, aRecent } from '../testing/some-titles.ts'

const self = viewerKey(TEST_KEYS, 'self')
const keyOf = (name: string): ViewerKey => viewerKey(TEST_KEYS, name)

/** A store with these profiles, and what a viewer who follows all of them is answered. */
async function aStore(friends: Readonly<Record<string, Profile | Uint8Array>>) {
  const profiles = createFakeProfileStore()
  await profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
  const positions = new Map<number, number>()
  for (const [name, profile] of Object.entries(friends)) {
    const key = keyOf(name)
    const partition = viewerPartition(key)
    const expected = positions.get(partition) ?? 0
    const bytes = profile instanceof Uint8Array ? profile : encodeProfile(profile)
    await profiles.commit({ generation: 1, partition, expected, next: expected + 1, profiles: [{ key, bytes }] })
    positions.set(partition, expected + 1)
  }
  let reads: string[][] = []
  const counted = {
    ...profiles,
    read: (generation: number, partition: number, keys: readonly string[]) => {
      reads.push([...keys])
      return profiles.read(generation, partition, keys)
    },
  }
  const ask = (profile: Profile | null, options: { budgetMs?: number; deadlineMs?: number | null } = {}) => {
    reads = []
    const generations = { current: () => Promise.resolve(1), renewed: () => Promise.resolve(1) }
    const { budgetMs = 1000, deadlineMs = null } = options
    const reading = { profiles: counted, generations, clock: systemClock, budgetMs }
    return readFriends(reading, { key: self, profile, deadlineMs })
  }
  return { profiles, ask, reads: () => reads, generations: counted }
}

const titlesOf = ({ friends }: Awaited<ReturnType<typeof readFriends>>) =>
  friends.map(({ recent }) => recent.map(({ key }) => key))

const follows = (...entries: readonly FollowedViewer[]): Profile => ({
  ...emptyProfile(),
  following: { entries, horizon: null },
})
const asked = (...names: readonly string[]): Profile =>
  follows(...names.map((name, i) => following(keyOf(name), { requested: 1000 - i })))

describe('reading friends', () => {
  it('answers what those share whom the viewer follows, without saying who they are', async () => {
    const { ask } = await aStore({ ann: aFriend(self, ['heat']), bob: aFriend(self, ['ronin', 'up']) })
    expect(await ask(asked('ann', 'bob', 'nobody'))).toEqual({
      friends: [
        { recent: aFriend(self, ['heat']).recent.entries },
        { recent: aFriend(self, ['ronin', 'up']).recent.entries },
      ],
      degradedReasons: [],
    })
  })

  it('asks nothing of the store for a viewer who follows nobody, or of whom nothing may be used', async () => {
    const { ask, reads } = await aStore({ ann: aFriend(self, ['heat']) })
    const nothing = { friends: [], degradedReasons: [] }
    expect(await ask(null)).toEqual(nothing)
    expect(await ask(follows())).toEqual(nothing)
    const gone = following(keyOf('ann'), { requested: 5, on: false })
    expect(await ask(follows(gone))).toEqual(nothing)
    // Letting somebody follow is not following them.
    expect(await ask(follows(following(keyOf('ann'), { accepted: 5 })))).toEqual(nothing)
    expect(await ask(follows(following(self, { requested: 5 })))).toEqual(nothing)
    expect(reads()).toEqual([])
  })

  it('reads each partition once, all at the same time', async () => {
    const names = Array.from({ length: MOST_FRIENDS }, (_, i) => `friend-${i}`)
    const { ask, reads } = await aStore(Object.fromEntries(names.map((name) => [name, aFriend(self, ['heat'])])))
    const reading = ask(asked(...names))
    await Promise.resolve()
    const partitions = new Set(names.map((name) => viewerPartition(keyOf(name))))
    expect(reads()).toHaveLength(partitions.size)
    expect((await reading).friends).toHaveLength(MOST_FRIENDS)
  })

  it('reads at most so many, those asked last', async () => {
    const names = Array.from({ length: MOST_FRIENDS + 5 }, (_, i) => `friend-${i}`)
    const { ask, reads } = await aStore({})
    await ask(asked(...names))
    expect(reads().flat().sort()).toEqual(names.slice(0, MOST_FRIENDS).map(keyOf).sort())
  })

  it('leaves out titles that the friend does not want any more', async () => {
    const notInterested = { atMs: 1, on: true }
    const dismissed = { entries: [{ key: itemHash('heat'), notInterested, continueWatching: null }], horizon: null }
    const { ask } = await aStore({ ann: { ...aFriend(self, ['heat', 'up']), dismissed } })
    expect(titlesOf(await ask(asked('ann')))).toEqual([[itemHash('up')]])
  })
})

describe('a friend shows nothing', () => {
  const shown = aFriend(self, ['heat'])
  const { settings, consent } = shown
  const said = <T>(value: T) => ({ atMs: 2, value })
  const cases: Readonly<Record<string, Profile>> = {
    'who never said that they share': { ...shown, settings: { ...settings, shareWatching: null } },
    'who does not share': { ...shown, settings: { ...settings, shareWatching: said(false) } },
    'who has taken back whether they share': { ...shown, settings: { ...settings, shareWatching: said(null) } },
    'who accepted nobody': { ...shown, following: emptyProfile().following },
    'who accepted somebody else': { ...shown, following: follows(following(keyOf('else'), { accepted: 1 })).following },
    'who only asked to follow': { ...shown, following: follows(following(self, { requested: 1 })).following },
    'who has removed the follower': {
      ...shown,
      following: follows(following(self, { accepted: 1, on: false })).following,
    },
    'who refuses that their history is used': {
      ...shown,
      consent: { ...consent, personalization: { atMs: 1, on: false } },
    },
    'who is a child': { ...shown, settings: { ...settings, kids: said(true) } },
    'of whom nothing is left': emptyProfile(),
    'whose profile was erased': { ...aProfileOf([aRecent('heat')]), erasedThroughMs: 5 },
  }
  for (const [name, profile] of Object.entries(cases)) {
    it(name, async () => {
      const { ask } = await aStore({ ann: profile, bob: aFriend(self, ['up']) })
      expect(titlesOf(await ask(asked('ann', 'bob')))).toEqual([[itemHash('up')]])
    })
  }
})

describe('friends that cannot be read', () => {
  const unavailable = { friends: [], degradedReasons: ['FRIENDS_UNAVAILABLE'] }

  it('are said to be missing where the store is away, hangs, or there is no time', async () => {
    const { ask, profiles, reads } = await aStore({ ann: aFriend(self, ['heat']) })
    profiles.failWith(new StoreUnavailableError('away'))
    expect(await ask(asked('ann'))).toEqual(unavailable)
    expect(await ask(asked('ann'), { deadlineMs: systemClock.now() + 2 })).toEqual(unavailable)
    expect(reads()).toEqual([])
  })

  it('get no more than the budget', async () => {
    const { ask, profiles } = await aStore({ ann: aFriend(self, ['heat']) })
    profiles.delayUntil(new Promise<void>(() => undefined))
    expect(await ask(asked('ann'), { budgetMs: 20 })).toEqual(unavailable)
  })

  it('hide no others where one profile is corrupt', async () => {
    const { ask } = await aStore({ ann: Buffer.from([99, 1, 2]), bob: aFriend(self, ['up']) })
    const { friends, degradedReasons } = await ask(asked('ann', 'bob'))
    expect([friends.length, degradedReasons]).toEqual([1, ['FRIENDS_UNAVAILABLE']])
  })

  it('are asked for again where the generation was dropped meanwhile', async () => {
    const { profiles } = await aStore({ ann: aFriend(self, ['heat']) })
    const generations = { current: () => Promise.resolve(7), renewed: () => Promise.resolve(1) }
    const read: typeof profiles.read = (generation, partition, keys) =>
      generation === 7 ? Promise.reject(new GenerationDroppedError('gone')) : profiles.read(generation, partition, keys)
    const options = { profiles: { read }, generations, clock: systemClock, budgetMs: 1000 }
    const { friends } = await readFriends(options, { key: self, profile: asked('ann'), deadlineMs: null })
    expect(friends).toHaveLength(1)
  })
})
