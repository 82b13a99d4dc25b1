import { expect, it } from '@jest/globals'
import type { ProfileStore } from '../profile-store.ts'
import { range } from './store-examples.ts'

/** The promises about generations: a part of the ProfileStore's suite. */
export function generationContract(under: {
  store: () => ProfileStore
  openAnother: () => Promise<ProfileStore>
}): void {
  const manifest = (generation: number) => ({ generation, foldVersion: 7, createdAtMs: 1_000 + generation })

  it('has no generation at first', async () => {
    expect(await under.store().generations()).toEqual({ active: 0, previous: 0, next: 1, manifests: [] })
    expect(await under.store().activateGeneration(0, 1)).toBe(false)
  })

  it('makes the first generation ready and active, and later ones not', async () => {
    const store = under.store()
    const [first, second] = [
      { ...manifest(3), state: 'ready' },
      { ...manifest(4), state: 'building' },
    ]
    expect(await store.createGeneration(manifest(3))).toEqual(first)
    expect(await store.createGeneration(manifest(4))).toEqual(second)
    const { active, previous, next, manifests } = await store.generations()
    expect({ active, previous, next }).toEqual({ active: 3, previous: 0, next: 5 })
    expect([...manifests].sort((a, b) => a.generation - b.generation)).toEqual([first, second])
  })

  it('answers the generation that exists instead of making it again', async () => {
    const store = under.store()
    await store.createGeneration(manifest(3))
    expect(await store.createGeneration({ generation: 3, foldVersion: 8, createdAtMs: 9 })).toMatchObject(manifest(3))
    expect((await store.generations()).manifests).toHaveLength(1)
  })

  it('makes one generation when many ask at once', async () => {
    const handles = [under.store(), await under.openAnother()]
    const made = await Promise.all(
      range(12).map((i) =>
        (handles[i % 2] ?? under.store()).createGeneration({ generation: 1, foldVersion: i, createdAtMs: i }),
      ),
    )
    expect(new Set(made.map(({ foldVersion }) => foldVersion)).size).toBe(1)
    expect(await under.store().generations()).toMatchObject({ active: 1, manifests: [made[0]] })
  })

  it('says that a generation is ready, once and for all', async () => {
    const store = under.store()
    await store.createGeneration(manifest(1))
    await store.createGeneration(manifest(2))
    expect(await store.markGenerationReady(3)).toBe(false)
    expect(await store.markGenerationReady(2)).toBe(true)
    expect(await store.markGenerationReady(2)).toBe(true)
    const { manifests } = await (await under.openAnother()).generations()
    expect(manifests.map(({ state }) => state)).toEqual(['ready', 'ready'])
  })

  it('activates by compare-and-set, only what exists and is ready, and remembers the one before', async () => {
    const store = under.store()
    await store.createGeneration(manifest(1))
    await store.createGeneration(manifest(2))
    expect(await store.activateGeneration(1, 2)).toBe(false)
    await store.markGenerationReady(2)
    expect(await store.activateGeneration(2, 1)).toBe(false)
    expect(await store.activateGeneration(1, 5)).toBe(false)
    expect((await store.generations()).active).toBe(1)
    expect(await store.activateGeneration(1, 2)).toBe(true)
    expect(await store.generations()).toMatchObject({ active: 2, previous: 1 })
    expect(await store.activateGeneration(2, 2)).toBe(true)
    expect(await store.generations()).toMatchObject({ active: 2, previous: 1 })
    expect(await store.activateGeneration(2, 1)).toBe(true)
    expect(await store.generations()).toMatchObject({ active: 1, previous: 2 })
  })

  it('lets one of many racing activations win', async () => {
    const handles = [under.store(), await under.openAnother()]
    for (const generation of range(10)) {
      await under.store().createGeneration(manifest(generation + 1))
      await under.store().markGenerationReady(generation + 1)
    }
    const won = await Promise.all(range(9).map((i) => (handles[i % 2] ?? under.store()).activateGeneration(1, i + 2)))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect((await under.store().generations()).active).toBe(won.indexOf(true) + 2)
  })

  it('refuses a generation that could be taken for "none"', async () => {
    await expect(under.store().createGeneration(manifest(0))).rejects.toThrow(RangeError)
  })
}
