/** A ModelStore in memory, for unit tests. It keeps the port's promises, except that nothing survives it. */
import { ClosedError, ModelExistsError } from '@upnext/ports'
import type { ActivationResult, ActiveModel, ModelStore, StoredModel } from '@upnext/ports'
import { createFakeFaults } from './fake-faults.ts'
import type { FakeFaults } from './fake-faults.ts'

export type FakeModelStore = ModelStore & FakeFaults

export function createFakeModelStore(): FakeModelStore {
  const faults = createFakeFaults()
  const models = new Map<string, StoredModel>()
  let epoch = 0
  let active: ActiveModel | null = null
  let closed = false

  const enter = async (): Promise<void> => {
    await faults.pass()
    if (closed) throw new ClosedError('the model store is closed')
  }

  return {
    ...faults,

    async claimEpoch(): Promise<number> {
      await enter()
      return ++epoch
    },

    async epoch(): Promise<number> {
      await enter()
      return epoch
    },

    async put(model) {
      await enter()
      if (models.has(model.id)) throw new ModelExistsError(`model ${model.id} is in the store already`)
      models.set(model.id, { ...model, bytes: Uint8Array.from(model.bytes) })
    },

    async get(id): Promise<StoredModel | null> {
      await enter()
      return models.get(id) ?? null
    },

    async active(): Promise<ActiveModel | null> {
      await enter()
      return active
    },

    async activate(change): Promise<ActivationResult> {
      await enter()
      if (change.epoch < epoch) return { ok: false, reason: 'fenced', epoch }
      if ((active?.id ?? null) !== change.expected) return { ok: false, reason: 'conflict', active }
      if (!models.has(change.next)) return { ok: false, reason: 'missing' }
      for (const id of [...models.keys()]) if (id !== change.next && id !== change.expected) models.delete(id)
      active = { id: change.next, epoch: change.epoch }
      return { ok: true }
    },

    close() {
      closed = true
      return Promise.resolve()
    },
  }
}
