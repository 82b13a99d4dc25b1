import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, expect, it } from '@jest/globals'
import { ClosedError, GenerationActiveError, GenerationDroppedError } from '../errors.ts'
import type { ProfileStore } from '../profile-store.ts'
import { batchOf, collect, range, textOf } from './store-examples.ts'

const PROFILES = 700

/** The promises about dropping a generation, and about room: a part of the ProfileStore's suite. */
export function dropContract(under: { store: () => ProfileStore; openAnother: () => Promise<ProfileStore> }): void {
  let store: ProfileStore

  beforeEach(async () => {
    store = under.store()
  })

  /** Generations 1 (active) and 2, with profiles in some partitions of both. */
  async function fill(): Promise<void> {
    for (const generation of [1, 2]) {
      await store.createGeneration({ generation, foldVersion: 1, createdAtMs: 0 })
      for (const partition of [0, 1, 47]) {
        const profiles = Object.fromEntries(range(PROFILES).map((i) => [`viewer${i}`, `of ${generation} ${i}`]))
        await store.commit(batchOf({ generation, partition, next: 9, profiles }))
      }
    }
  }

  it('drops a generation with all its profiles, and leaves the others as they are', async () => {
    await fill()
    const before = await collect(store.scan(1, 47))
    expect(await store.dropGeneration(2)).toBe(true)
    const { active, manifests } = await store.generations()
    expect([active, ...manifests.map(({ generation }) => generation)]).toEqual([1, 1])
    for (const partition of [0, 1, 47]) expect(await collect(store.scan(2, partition))).toEqual([])
    expect(await collect(store.scan(1, 47))).toHaveLength(before.length)
    expect((await store.read(1, 0, ['viewer3'])).profiles.map(textOf)).toEqual(['of 1 3'])
    expect(await store.dropGeneration(2)).toBe(false)
  })

  it('refuses to drop the active generation', async () => {
    await fill()
    await expect(store.dropGeneration(1)).rejects.toThrow(GenerationActiveError)
    expect((await store.read(1, 0, ['viewer0'])).profiles.map(textOf)).toEqual(['of 1 0'])
  })

  it('refuses every read and commit of a dropped generation for ever, whatever position is expected', async () => {
    await fill()
    const sleeper = await under.openAnother()
    await store.dropGeneration(2)
    for (const handle of [store, sleeper, await under.openAnother()]) {
      for (const expected of [0, 9]) {
        const batch = batchOf({ generation: 2, expected, next: 10, profiles: { late: 'x' } })
        await expect(handle.commit(batch)).rejects.toThrow(GenerationDroppedError)
      }
      // A partition that was never written.
      const first = batchOf({ generation: 2, partition: 5, next: 1, profiles: { late: 'x' } })
      await expect(handle.commit(first)).rejects.toThrow(GenerationDroppedError)
      await expect(handle.read(2, 0, ['viewer0'])).rejects.toThrow(GenerationDroppedError)
    }
    expect(await collect(store.scan(2, 0))).toEqual([])
  })

  it('never shows a part of a generation that is being dropped', async () => {
    await fill()
    const reader = await under.openAnother()
    const keys = range(PROFILES).map((i) => `viewer${i}`)
    let refused = false
    const dropping = store.dropGeneration(2)
    while (!refused) {
      try {
        const { profiles } = await reader.read(2, 47, keys)
        expect(profiles.filter((bytes) => bytes === null)).toEqual([])
      } catch (error) {
        expect(error).toBeInstanceOf(GenerationDroppedError)
        refused = true
      }
      // A store in this process may answer without ever letting the drop have its turn.
      await nextTurn()
    }
    expect(await dropping).toBe(true)
  })

  it('goes on with a drop that ended half-way, and lets several drop at once', async () => {
    await fill()
    const other = await under.openAnother()
    // Closing in the middle is as good as dying there: nothing is done after it.
    const first = other.dropGeneration(2)
    const ended = first.then(
      () => 'done',
      (error: unknown) => (error instanceof ClosedError ? 'closed' : error),
    )
    await other.close()
    expect(['done', 'closed']).toContain(await ended)
    const third = await under.openAnother()
    await Promise.all([store.dropGeneration(2), third.dropGeneration(2)])
    expect((await store.generations()).manifests.map(({ generation }) => generation)).toEqual([1])
    for (const partition of [0, 1, 47]) expect(await collect(store.scan(2, partition))).toEqual([])
  })

  it('never gives a number out again', async () => {
    await fill()
    await store.dropGeneration(2)
    await expect(store.createGeneration({ generation: 2, foldVersion: 1, createdAtMs: 0 })).rejects.toThrow(RangeError)
    expect((await store.generations()).next).toBe(3)
    await store.createGeneration({ generation: 3, foldVersion: 1, createdAtMs: 0 })
    expect(await store.commit(batchOf({ generation: 3, next: 1, profiles: { a: 'x' } }))).toEqual({ ok: true })
  })

  it('forgets the previous generation when that one is dropped', async () => {
    await fill()
    await store.markGenerationReady(2)
    await store.activateGeneration(1, 2)
    expect((await store.generations()).previous).toBe(1)
    await store.dropGeneration(1)
    expect(await store.generations()).toMatchObject({ active: 2, previous: 0 })
  })

  it('says how full it is, and about what a generation takes', async () => {
    await fill()
    const bytes = 'x'.repeat(1000)
    for (const at of range(10)) {
      const profiles = Object.fromEntries(range(100).map((i) => [`large ${at} ${i}`, bytes]))
      await store.commit(batchOf({ generation: 2, partition: 2, expected: at, next: at + 1, profiles }))
    }
    const [small, large] = [await store.capacity(1), await store.capacity(2)]
    expect(small.generationBytes).toBeGreaterThan(3 * PROFILES * 9)
    expect(large.generationBytes - small.generationBytes).toBeGreaterThan(500_000)
    expect(large.generationBytes - small.generationBytes).toBeLessThan(10_000_000)
    expect(large.usedBytes).toBeGreaterThan(1_000_000)
    expect((await store.capacity(9)).generationBytes).toBe(0)
    if (large.limitBytes !== null) expect(large.limitBytes).toBeGreaterThan(large.usedBytes)
  })
}
