import { describe, expect, it } from '@jest/globals'
import { VIEWER_PARTITIONS } from '@upnext/ports'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { aRating, anEvent, createFakeProfileStore } from '@upnext/testkit'
import type { FakeProfileStore } from '@upnext/testkit'
import { digestOf } from '../digest.ts'
import { compareGenerations } from './compare-generations.ts'
import { comparisonLines, isEqual } from './comparison-text.ts'
import { differencesOf } from './differences-of.ts'

const profileOf = (halfStars: number) =>
  encodeProfile(fold(emptyProfile(), anEvent({ kind: aRating('movie-1', halfStars) }), SERVING_CAPS).profile)

interface Put {
  readonly generation: number
  readonly partition?: number
  readonly next?: number
  readonly profiles: Readonly<Record<string, Uint8Array>>
}

async function put(store: FakeProfileStore, { generation, partition = 3, next = 9, profiles }: Put): Promise<void> {
  const { position } = await store.read(generation, partition, [])
  const written = Object.entries(profiles).map(([key, bytes]) => ({ key, bytes }))
  await store.commit({ generation, partition, expected: position, next, profiles: written })
}

function compare(store: Pick<FakeProfileStore, 'read' | 'scan'>, pause = async (): Promise<void> => undefined) {
  return compareGenerations(store, { a: 1, b: 2, sample: 2, patience: { attempts: 3, pause } })
}

const nobody = { differing: 0, onlyInA: 0, onlyInB: 0, undecided: 0 }

describe('comparing generations', () => {
  it('finds equal ones equal, with the digest that everybody else computes', async () => {
    const store = createFakeProfileStore()
    for (const generation of [1, 2])
      for (const partition of [0, 3, 47])
        await put(store, { generation, partition, profiles: { x: profileOf(8), y: profileOf(9) } })
    const comparison = await compare(store)
    expect(comparison).toMatchObject({ viewers: nobody, steadyPartitions: VIEWER_PARTITIONS })
    const { digest } = await digestOf(store, 1)
    expect([comparison.a, comparison.b]).toEqual([
      { generation: 1, profiles: 6, digest, behind: 0 },
      { generation: 2, profiles: 6, digest, behind: 0 },
    ])
    expect(isEqual(comparison)).toBe(true)
    expect(comparisonLines(comparison, VIEWER_PARTITIONS, [])).toEqual([
      `generation 1: 6 profiles, digest ${digest}`,
      `generation 2: 6 profiles, digest ${digest}`,
      'equal',
    ])
  })

  it('counts who differs and who is only in one, and tells some of it', async () => {
    const store = createFakeProfileStore()
    await put(store, { generation: 1, profiles: { same: profileOf(8), x: profileOf(8), a: profileOf(8) } })
    await put(store, {
      generation: 2,
      profiles: { same: profileOf(8), x: profileOf(10), b1: profileOf(8), b2: Buffer.of(99) },
    })
    const comparison = await compare(store)
    expect(comparison.viewers).toEqual({ differing: 1, onlyInA: 1, onlyInB: 2, undecided: 0 })
    expect(comparison.samples).toHaveLength(2)
    const differences = differencesOf(comparison.samples, () => 'Heat')
    const lines = comparisonLines(comparison, VIEWER_PARTITIONS, differences)
    expect(lines).toEqual(
      expect.arrayContaining([
        '1 viewers differ',
        '1 viewers are only in generation 1',
        '2 viewers are only in generation 2',
        'viewer x: recent has Heat rated 4 at 2026-01-01T00:00:00.000Z in g1, rated 5 at 2026-01-01T00:00:00.000Z in g2',
        'different',
      ]),
    )
  })

  it('tells of profiles that it cannot read, and of packed forms that say the same', () => {
    const [bytes, garbage] = [profileOf(8), Buffer.of(99)]
    expect(differencesOf([{ viewer: 'v', a: bytes, b: garbage }], () => '')).toMatchObject([
      { viewer: 'v', a: 'readable', b: 'cannot be read by this release' },
    ])
    expect(differencesOf([{ viewer: 'v', a: bytes, b: bytes }], () => '')).toMatchObject([{ section: 'packed form' }])
  })

  it('waits until the one that is behind has come as far, and takes no moment in between for a difference', async () => {
    const store = createFakeProfileStore()
    await put(store, { generation: 1, next: 5, profiles: { x: profileOf(10) } })
    await put(store, { generation: 2, next: 4, profiles: { x: profileOf(8) } })
    const catchUp = async (): Promise<void> => put(store, { generation: 2, next: 5, profiles: { x: profileOf(10) } })
    const comparison = await compare(store, catchUp)
    expect(comparison).toMatchObject({ viewers: nobody, steadyPartitions: VIEWER_PARTITIONS - 1 })
    expect(isEqual(comparison)).toBe(true)
    expect(comparisonLines(comparison, VIEWER_PARTITIONS, [])[2]).toContain(
      'in 1 of 48 partitions events were folded in',
    )
  })

  it('sees through events that come while it reads', async () => {
    const store = createFakeProfileStore()
    for (const generation of [1, 2]) await put(store, { generation, next: 5, profiles: { x: profileOf(8) } })
    let scans = 0
    // Both move on after the first was walked through and before the second is.
    const moving: Pick<FakeProfileStore, 'read' | 'scan'> = {
      read: store.read,
      async *scan(generation, partition) {
        if (partition === 3) {
          scans += 1
          if (scans === 2)
            for (const g of [1, 2])
              await put(store, { generation: g, next: 6, profiles: { x: profileOf(10), y: profileOf(3) } })
        }
        yield* store.scan(generation, partition)
      },
    }
    expect(await compare(moving)).toMatchObject({ viewers: nobody, steadyPartitions: VIEWER_PARTITIONS - 1 })
  })

  it('does not call equal what it could not compare', async () => {
    const store = createFakeProfileStore()
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`viewer${n}`, profileOf(8)]))
    await put(store, { generation: 1, next: 500, profiles: many })
    let pauses = 0
    const comparison = await compare(store, async () => void (pauses += 1))
    expect(comparison).toMatchObject({ viewers: { ...nobody, undecided: 250 }, b: { behind: 500 } })
    expect(pauses).toBe(2)
    expect(isEqual(comparison)).toBe(false)
    const lines = comparisonLines(comparison, VIEWER_PARTITIONS, [])
    expect(lines).toContain('generation 2 is 500 records behind the other')
    expect(lines.at(-1)).toBe('not shown to be equal')
  })
})
