import { describe, expect, it } from '@jest/globals'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import type { ViewerEvent } from '@upnext/contracts'
import { aRating, aWatch, anEvent, createFakeProfileStore } from '@upnext/testkit'
import { carelessFold } from './careless-fold.ts'
import { withoutCompareAndSet } from './careless-store.ts'

const watched = (positionS: number): ViewerEvent => anEvent({ kind: aWatch({ positionS }) })
const rated = (halfStars: number, occurredAtMs: number): ViewerEvent =>
  anEvent({ occurredAtMs, kind: aRating('movie-1', halfStars) })

function folded(events: readonly ViewerEvent[], how: typeof fold): string {
  const profile = events.reduce((known, event) => how(known, event, SERVING_CAPS).profile, emptyProfile())
  return Buffer.from(encodeProfile(profile)).toString('hex')
}

describe('the careless fold', () => {
  it('is right for events that come once and in order', () => {
    const events = [watched(60), watched(120), rated(4, 1_000), rated(9, 2_000)]
    expect(folded(events, carelessFold)).toBe(folded(events, fold))
  })

  it('is wrong where they come twice, or out of order', () => {
    for (const events of [
      [watched(60), watched(60)],
      [watched(120), watched(60)],
      [rated(9, 2_000), rated(4, 1_000)],
    ])
      expect(folded(events, carelessFold)).not.toBe(folded(events, fold))
  })
})

describe('the store without compare-and-set', () => {
  it('lets a process that lost its partition write over what others wrote since', async () => {
    const store = createFakeProfileStore()
    const key = { generation: 1, partition: 0 }
    const commit = (next: number, expected: number, text: string) => ({
      ...key,
      expected,
      next,
      profiles: [{ key: 'viewer', bytes: Buffer.from(text) }],
    })
    const zombie = withoutCompareAndSet(store)
    expect((await zombie.read(1, 0, [])).position).toBe(0)
    await store.commit(commit(5, 0, 'five events'))
    expect((await zombie.read(1, 0, ['viewer'])).position).toBe(0)
    expect(await zombie.commit(commit(1, 0, 'one event'))).toEqual({ ok: true })
    const { position, profiles } = await store.read(1, 0, ['viewer'])
    expect([position, Buffer.from(profiles[0] ?? []).toString()]).toEqual([5, 'one event'])
    expect((await store.commit(commit(2, 0, 'stale'))).ok).toBe(false)
  })
})
