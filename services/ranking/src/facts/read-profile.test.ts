import { describe, expect, it } from '@jest/globals'
import { itemHash, viewerKey } from '@upnext/contracts'
import { StoreUnavailableError, systemClock, viewerPartition } from '@upnext/ports'
import { encodeProfile } from '@upnext/profiles'
import { TEST_KEYS, createFakeProfileStore } from '@upnext/testkit'
import { aProfile } from '../testing/a-model.ts'
import { createGenerationPointer } from './generation-pointer.ts'
import { readProfile } from './read-profile.ts'
import type { ProfileQuestion } from './read-profile.ts'

const key = viewerKey(TEST_KEYS, '42')
const partition = viewerPartition(key)
const profile = aProfile(['heat'])
const never = new Promise<void>(() => undefined)

async function aStore() {
  const profiles = createFakeProfileStore()
  await profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
  return profiles
}

function commit(profiles: Awaited<ReturnType<typeof aStore>>, expected: number, next: number) {
  const written = [{ key, bytes: encodeProfile(profile) }]
  return profiles.commit({ generation: 1, partition, expected, next, profiles: written })
}

function read(profiles: Awaited<ReturnType<typeof aStore>>, question: Partial<ProfileQuestion> = {}) {
  const generations = createGenerationPointer(profiles)
  const options = { profiles, generations, clock: systemClock, budgetMs: 40 }
  return readProfile(options, { key, after: null, deadlineMs: null, isGone: () => false, ...question })
}

describe('reading a profile', () => {
  it('answers profile, generation and position together', async () => {
    const profiles = await aStore()
    await commit(profiles, 0, 7)
    const place = { generation: 1, partition, nextOffset: 7, behind: false }
    expect(await read(profiles)).toEqual({ kind: 'read', profile, ...place })
  })

  it('leaves out what was shown to the viewer where that is not wanted', async () => {
    const profiles = await aStore()
    const entries = [{ key: itemHash('heat'), shown: [{ atMs: 5, page: 1 }] }]
    const shown = { ...profile, impressions: { entries, horizon: null } }
    const written = [{ key, bytes: encodeProfile(shown) }]
    await profiles.commit({ generation: 1, partition, expected: 0, next: 7, profiles: written })
    expect(await read(profiles)).toMatchObject({ profile: shown })
    expect(await read(profiles, { impressions: false })).toMatchObject({ profile })
  })

  it('answers nothing known where there is no generation yet', async () => {
    const empty = { kind: 'read', profile: null, generation: 0, nextOffset: 0, behind: false }
    expect(await read(createFakeProfileStore())).toMatchObject(empty)
  })

  it('says that the store is away instead of failing', async () => {
    const profiles = await aStore()
    profiles.failWith(new StoreUnavailableError('away'))
    expect(await read(profiles)).toMatchObject({ kind: 'unread', reason: 'PROFILE_UNAVAILABLE', behind: false })
  })

  it('gives a store that hangs no more than its budget', async () => {
    const profiles = await aStore()
    profiles.delayUntil(never)
    expect(await read(profiles)).toMatchObject({ kind: 'unread', reason: 'PROFILE_TIMEOUT' })
  })

  it('does not even ask with less than 5 ms left', async () => {
    const profiles = await aStore()
    profiles.delayUntil(never)
    const deadlineMs = systemClock.now() + 2
    expect(await read(profiles, { deadlineMs })).toMatchObject({ kind: 'unread', reason: 'DEADLINE' })
  })

  it('says that a profile is corrupt', async () => {
    const profiles = await aStore()
    const bytes = Buffer.from([99, 1, 2])
    await profiles.commit({ generation: 1, partition, expected: 0, next: 1, profiles: [{ key, bytes }] })
    expect(await read(profiles)).toMatchObject({ kind: 'unread', reason: 'PROFILE_CORRUPT' })
  })

  it('waits until the position is reached', async () => {
    const profiles = await aStore()
    const reading = read(profiles, { after: { nextOffset: 1, waitMs: 5000 } })
    await commit(profiles, 0, 1)
    expect(await reading).toMatchObject({ kind: 'read', profile, nextOffset: 1, behind: false })
  })

  it('waits for the first generation too', async () => {
    const profiles = createFakeProfileStore()
    const reading = read(profiles, { after: { nextOffset: 1, waitMs: 5000 } })
    await profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
    await commit(profiles, 0, 1)
    expect(await reading).toMatchObject({ kind: 'read', generation: 1, behind: false })
  })

  it('answers what there is, and says that it is behind, when the wait ends first', async () => {
    const profiles = await aStore()
    await commit(profiles, 0, 1)
    expect(await read(profiles, { after: { nextOffset: 2, waitMs: 30 } })).toMatchObject({ profile, behind: true })
  })

  it('does not wait beyond the caller’s deadline', async () => {
    const profiles = await aStore()
    const deadlineMs = systemClock.now() + 60
    const reading = await read(profiles, { after: { nextOffset: 2, waitMs: 5000 }, deadlineMs })
    expect(reading).toMatchObject({ kind: 'read', behind: true })
    expect(systemClock.now() - deadlineMs).toBeLessThan(2000)
  })

  it('stops waiting when the caller hangs up', async () => {
    const profiles = await aStore()
    const isGone = (): boolean => true
    expect(await read(profiles, { after: { nextOffset: 2, waitMs: 5000 }, isGone })).toMatchObject({ behind: true })
  })

  it('keeps what was read when the store goes away during the wait', async () => {
    const profiles = await aStore()
    await commit(profiles, 0, 1)
    const reading = read(profiles, { after: { nextOffset: 2, waitMs: 60 } })
    setImmediate(() => profiles.failWith(new StoreUnavailableError('away')))
    expect(await reading).toMatchObject({ kind: 'read', profile, behind: true })
  })

  it('answers from one generation when it is switched during the wait, and from the new one afterwards', async () => {
    const { profiles, newer } = await twoGenerations()
    const generations = createGenerationPointer(profiles, 5)
    generations.start()
    const options = { profiles, generations, clock: systemClock, budgetMs: 40 }
    const question = { key, deadlineMs: null, isGone: () => false }
    expect(await readProfile(options, { ...question, after: null })).toMatchObject({ generation: 1, profile })
    const reading = readProfile(options, { ...question, after: { nextOffset: 2, waitMs: 5000 } })
    await profiles.activateGeneration(1, 2)
    // Only the new one reaches the position: what is answered is its profile, with its number.
    await profiles.commit({ ...newer, expected: 1, next: 2 })
    expect(await reading).toMatchObject({ generation: 2, profile: other, nextOffset: 2, behind: false })
    generations.stop()
  })

  it('asks again where its generation was switched away and dropped in the same moment', async () => {
    const { profiles } = await twoGenerations()
    const generations = createGenerationPointer(profiles)
    const options = { profiles, generations, clock: systemClock, budgetMs: 1000 }
    const question = { key, after: null, deadlineMs: null, isGone: () => false }
    expect(await readProfile(options, question)).toMatchObject({ generation: 1, profile })
    await profiles.activateGeneration(1, 2)
    await profiles.dropGeneration(1)
    expect(await readProfile(options, question)).toMatchObject({ kind: 'read', generation: 2, profile: other })
  })
})

const other = aProfile(['ronin'])

/** Generation 1, active, and 2, each with a profile of its own at position 1. */
async function twoGenerations() {
  const profiles = await aStore()
  await commit(profiles, 0, 1)
  await profiles.createGeneration({ generation: 2, foldVersion: 1, createdAtMs: 0 })
  await profiles.markGenerationReady(2)
  const newer = { generation: 2, partition, profiles: [{ key, bytes: encodeProfile(other) }] }
  await profiles.commit({ ...newer, expected: 0, next: 1 })
  return { profiles, newer }
}
