import { expect, it } from '@jest/globals'
import type { ModelStore } from '../model-store.ts'
import { range } from './store-examples.ts'

interface Under {
  store(): ModelStore
  openAnother(): Promise<ModelStore>
  put(store: ModelStore, id: string): Promise<void>
}

/** The promises about the active model: a part of the ModelStore's suite. */
export function activationContract(under: Under): void {
  it('activates the first model where none is expected', async () => {
    const store = under.store()
    const epoch = await store.claimEpoch()
    await under.put(store, 'm1')
    expect(await store.activate({ expected: null, next: 'm1', epoch })).toEqual({ ok: true })
    expect(await (await under.openAnother()).active()).toEqual({ id: 'm1', epoch })
  })

  it('changes nothing where another model is active than expected', async () => {
    const store = under.store()
    const epoch = await store.claimEpoch()
    for (const id of ['m1', 'm2', 'm3']) await under.put(store, id)
    expect(await store.activate({ expected: 'm9', next: 'm1', epoch })).toEqual({
      ok: false,
      reason: 'conflict',
      active: null,
    })
    await store.activate({ expected: null, next: 'm1', epoch })
    const conflict = { ok: false, reason: 'conflict', active: { id: 'm1', epoch } }
    expect(await store.activate({ expected: null, next: 'm2', epoch })).toEqual(conflict)
    expect(await store.activate({ expected: 'm2', next: 'm3', epoch })).toEqual(conflict)
    expect(await store.active()).toEqual({ id: 'm1', epoch })
  })

  it('fences off a trainer once a later epoch is claimed', async () => {
    const store = under.store()
    const stale = await store.claimEpoch()
    await under.put(store, 'm1')
    const epoch = await (await under.openAnother()).claimEpoch()
    const change = { expected: null, next: 'm1' }
    expect(await store.activate({ ...change, epoch: stale })).toEqual({ ok: false, reason: 'fenced', epoch })
    expect(await store.active()).toBeNull()
    expect(await store.activate({ ...change, epoch })).toEqual({ ok: true })
  })

  it('tells every handle the newest epoch, and claims none by telling', async () => {
    const [store, other] = [under.store(), await under.openAnother()]
    expect(await store.epoch()).toBe(0)
    const first = await store.claimEpoch()
    expect([await store.epoch(), await other.epoch()]).toEqual([first, first])
    const second = await other.claimEpoch()
    expect([await store.epoch(), await store.epoch()]).toEqual([second, second])
    expect(second).toBeGreaterThan(first)
  })

  it('refuses a model that is not there', async () => {
    const store = under.store()
    const epoch = await store.claimEpoch()
    expect(await store.activate({ expected: null, next: 'nothing', epoch })).toEqual({ ok: false, reason: 'missing' })
    expect(await store.active()).toBeNull()
  })

  it('answers the same when an activation is sent again because its answer was lost', async () => {
    const store = under.store()
    const epoch = await store.claimEpoch()
    await under.put(store, 'm1')
    const change = { expected: null, next: 'm1', epoch }
    expect(await store.activate(change)).toEqual({ ok: true })
    expect(await store.activate(change)).toEqual({ ok: true })
  })

  it('keeps the active and the previous model, and shows older ones whole or not at all', async () => {
    const store = under.store()
    const epoch = await store.claimEpoch()
    let expected: string | null = null
    for (const next of ['m1', 'm2', 'm3', 'm4']) {
      await under.put(store, next)
      expect(await store.activate({ expected, next, epoch })).toEqual({ ok: true })
      expect(await store.get(next)).not.toBeNull()
      if (expected !== null) expect(await store.get(expected)).not.toBeNull()
      expected = next
    }
    for (const old of ['m1', 'm2']) expect((await store.get(old))?.bytes.length ?? 700_000).toBe(700_000)
    expect(await store.activate({ expected: 'm4', next: 'm3', epoch })).toEqual({ ok: true })
    expect(await store.get('m4')).not.toBeNull()
  })

  it('lets one of many racing activations win', async () => {
    const handles = [under.store(), await under.openAnother()]
    const epoch = await under.store().claimEpoch()
    const ids = range(6).map((i) => `m${i}`)
    for (const id of ids) await under.put(under.store(), id)
    const results = await Promise.all(
      ids.map((next, i) => (handles[i % 2] ?? under.store()).activate({ expected: null, next, epoch })),
    )
    const won = ids.filter((_, i) => results[i]?.ok === true)
    expect(won).toHaveLength(1)
    expect(await under.store().active()).toEqual({ id: won[0], epoch })
    expect(await under.store().get(won[0] ?? '')).not.toBeNull()
  })
}
