import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ClosedError, ModelCorruptError, ModelExistsError } from '../errors.ts'
import type { ModelStore, StoredModel } from '../model-store.ts'
import { activationContract } from './model-activation.contract.ts'
import { noise, range } from './store-examples.ts'

export interface ModelStoreHarness {
  /** Another handle on the same data. Called again after a close, it is a restart. */
  open(): Promise<ModelStore>
  /** Changes or removes one stored piece of a model behind the store's back. */
  damage(id: string, how: 'change' | 'cut' | 'remove'): Promise<void>
  /** Removes the data. All handles are closed by then. */
  destroy(): Promise<void>
}

const MIB = 1024 * 1024

/** The promises of a ModelStore. `makeHarness` gives an empty store. */
export function modelStoreContract(name: string, makeHarness: () => Promise<ModelStoreHarness>): void {
  describe(`${name} keeps the promises of a ModelStore:`, () => {
    let harness: ModelStoreHarness | undefined
    let store: ModelStore
    let handles: ModelStore[] = []

    const openAnother = async (): Promise<ModelStore> => {
      if (harness === undefined) throw new Error('the harness is not ready')
      const handle = await harness.open()
      handles.push(handle)
      return handle
    }

    beforeEach(async () => {
      harness = await makeHarness()
      store = await openAnother()
    })

    afterEach(async () => {
      await Promise.all(handles.map((handle) => handle.close()))
      handles = []
      await harness?.destroy()
      harness = undefined
    })

    it('is empty at first', async () => {
      expect(await store.get('nothing')).toBeNull()
      expect(await store.active()).toBeNull()
    })

    it.each([
      ['no bytes', 0],
      ['one byte', 1],
      ['one whole piece', 512 * 1024],
      ['a byte more than one piece', 512 * 1024 + 1],
      ['20 MiB', 20 * MIB],
    ])('gives back a model of %s as it was', async (_, sizeBytes) => {
      const model = modelOf('m-1.a', sizeBytes)
      await store.put(model)
      const found = await (await openAnother()).get('m-1.a')
      expect(found?.id).toBe('m-1.a')
      expect(found?.manifest).toEqual(model.manifest)
      expect(sameBytes(found, model)).toBe(true)
    })

    it('refuses an id that is taken, and keeps what is there', async () => {
      const first = modelOf('m1', 2000)
      await store.put(first)
      await expect(store.put(modelOf('m1', 3000))).rejects.toThrow(ModelExistsError)
      expect(sameBytes(await store.get('m1'), first)).toBe(true)
    })

    it('lets one of several that put the same id at once win, whole', async () => {
      const others = [store, await openAnother(), await openAnother()]
      const models = others.map((_, i) => modelOf('m1', MIB + i))
      const results = await Promise.allSettled(others.map((handle, i) => handle.put(models[i] ?? modelOf('m1', 0))))
      const won = results.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []))
      expect(won).toHaveLength(1)
      expect(results.filter(({ status }) => status === 'rejected').map(reasonOf)).toEqual([
        expect.any(ModelExistsError),
        expect.any(ModelExistsError),
      ])
      expect(sameBytes(await store.get('m1'), models[won[0] ?? -1] ?? null)).toBe(true)
    })

    it('refuses an id that is no plain word', async () => {
      await expect(store.put(modelOf('a/b', 10))).rejects.toThrow(RangeError)
      await expect(store.put(modelOf('', 10))).rejects.toThrow(RangeError)
    })

    it('never shows half a model to somebody who looks while it is written', async () => {
      const reader = await openAnother()
      const model = modelOf('m1', 6 * MIB)
      const progress = { writing: true }
      const written = store.put(model).finally(() => (progress.writing = false))
      let looks = 0
      while (progress.writing) {
        const found = await reader.get('m1')
        expect(found === null || sameBytes(found, model)).toBe(true)
        looks += 1
        // A store in this process may answer without ever letting the writer have its turn.
        await nextTurn()
      }
      await written
      expect(looks).toBeGreaterThan(1)
      expect(sameBytes(await reader.get('m1'), model)).toBe(true)
    })

    it.each(['change', 'cut', 'remove'] as const)('says that a model is damaged: %s', async (how) => {
      await store.put(modelOf('m1', MIB + 5))
      await store.put(modelOf('m2', 10))
      await harness?.damage('m1', how)
      await expect(store.get('m1')).rejects.toThrow(ModelCorruptError)
      expect(await store.get('m2')).not.toBeNull()
    })

    it('keeps everything over a restart', async () => {
      const epoch = await store.claimEpoch()
      await store.put(modelOf('m1', 1000))
      await store.activate({ expected: null, next: 'm1', epoch })
      await store.close()
      const reopened = await openAnother()
      expect(await reopened.active()).toEqual({ id: 'm1', epoch })
      expect(sameBytes(await reopened.get('m1'), modelOf('m1', 1000))).toBe(true)
      expect(await reopened.claimEpoch()).toBeGreaterThan(epoch)
    })

    it('waits for what is under way when it is closed', async () => {
      const model = modelOf('m1', 3 * MIB)
      const busy = store.put(model)
      await store.close()
      await busy
      expect(sameBytes(await (await openAnother()).get('m1'), model)).toBe(true)
    })

    it('refuses everything after close, which may be called again', async () => {
      await Promise.all([store.close(), store.close()])
      await store.close()
      await expect(store.claimEpoch()).rejects.toThrow(ClosedError)
      await expect(store.epoch()).rejects.toThrow(ClosedError)
      await expect(store.put(modelOf('m1', 1))).rejects.toThrow(ClosedError)
      await expect(store.get('m1')).rejects.toThrow(ClosedError)
      await expect(store.active()).rejects.toThrow(ClosedError)
      await expect(store.activate({ expected: null, next: 'm1', epoch: 1 })).rejects.toThrow(ClosedError)
    })

    it('never answers the same epoch twice, and later ones are greater', async () => {
      const others = [store, await openAnother()]
      const epochs = await Promise.all(range(16).map((i) => (others[i % 2] ?? store).claimEpoch()))
      expect(new Set(epochs).size).toBe(16)
      expect(await store.claimEpoch()).toBeGreaterThan(Math.max(...epochs))
    })

    activationContract({ store: () => store, openAnother, put: (handle, id) => handle.put(modelOf(id, 700_000)) })
  })
}

function modelOf(id: string, sizeBytes: number): StoredModel {
  return {
    id,
    manifest: { made: 'for a test', sizeBytes, nested: { list: [1, 'two', null] } },
    bytes: noise(sizeBytes, sizeBytes + 1),
  }
}

function sameBytes(found: StoredModel | null, model: StoredModel | null): boolean {
  return found !== null && model !== null && Buffer.compare(found.bytes, model.bytes) === 0
}

function reasonOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? result.reason : undefined
}
