import { describe, expect, it } from '@jest/globals'
import { ModelUpdate, itemHash, itemHashToBytes } from '@upnext/contracts'
import { StoreUnavailableError } from '@upnext/ports'
import { modelToBytes } from '@upnext/recsys'
import type { Model } from '@upnext/recsys'
import { createFakeModelStore } from '@upnext/testkit'
import { ROWS, aModel } from '../testing/a-model.ts'
import { createModelHolder } from './model-holder.ts'

const heatModel = aModel({ heat: [['ronin', 1]] })

function aHolder() {
  const models = createFakeModelStore()
  const errors: string[] = []
  const logger = { info: () => undefined, error: (_: object, message: string) => void errors.push(message) }
  const swaps: string[] = []
  const holder = createModelHolder({ models, logger, onSwap: ({ id }) => void swaps.push(id) })
  let epoch = 0
  const publish = async (id: string, bytes: Uint8Array | Model) => {
    epoch = await models.claimEpoch()
    const expected = (await models.active())?.id ?? null
    await models.put({ id, manifest: {}, bytes: bytes instanceof Uint8Array ? bytes : modelToBytes(bytes) })
    expect(await models.activate({ expected, next: id, epoch })).toEqual({ ok: true })
  }
  return { models, holder, publish, errors, swaps, epoch: () => epoch }
}

function rowOf(baseModelId: string, trainerEpoch: number, id: string, neighbour: string): ModelUpdate {
  const row = {
    rowSet: ROWS,
    item: itemHashToBytes(itemHash(id)),
    neighbours: itemHashToBytes(itemHash(neighbour)),
    scores: [0.5],
  }
  return ModelUpdate.fromPartial({ baseModelId, trainerEpoch, update: { $case: 'row', value: row } })
}

function liveNeighbours(holder: ReturnType<typeof aHolder>['holder'], id: string): string[] {
  const served = holder.current()
  const number = served?.index.numberOf(itemHash(id))
  if (!served || number === undefined) return []
  return [...(served.live.get(ROWS, number)?.neighbours ?? [])].map((item) => served.index.hashOf(item))
}

describe('the model holder', () => {
  it('has none, and misses none, before the first training', async () => {
    const { holder } = aHolder()
    await holder.refresh()
    expect(holder.current()).toBeNull()
    expect(holder.unavailable()).toBe(false)
  })

  it('misses a model while the store is away, and finds it later', async () => {
    const { holder, models, publish } = aHolder()
    await publish('m1', heatModel)
    models.failWith(new StoreUnavailableError('away'))
    await holder.refresh()
    expect(holder.unavailable()).toBe(true)
    models.failWith(null)
    await holder.refresh()
    expect(holder.current()?.id).toBe('m1')
    expect(holder.unavailable()).toBe(false)
  })

  it('swaps to the active model, and keeps the old one in use until then', async () => {
    const { holder, publish, swaps } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    await publish('m2', aModel({ up: [['toys', 1]] }))
    const refreshing = holder.refresh()
    expect(holder.current()?.id).toBe('m1')
    await refreshing
    expect(holder.current()?.id).toBe('m2')
    expect(swaps).toEqual(['m1', 'm2'])
  })

  it('keeps the old model where the new one is garbage or unfit, and says so once', async () => {
    const { holder, publish, errors } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    await publish('m2', Buffer.from('garbage'))
    await holder.refresh()
    await holder.refresh()
    expect(holder.current()?.id).toBe('m1')
    expect(holder.unavailable()).toBe(false)
    expect(errors).toEqual(['model cannot be loaded'])
    await publish('m3', { ...heatModel, popularity: Float32Array.from(heatModel.items, () => NaN) })
    await holder.refresh()
    expect(holder.current()?.id).toBe('m1')
    expect(errors).toHaveLength(2)
  })

  it('puts changed rows on top of the model, titles that it does not know too', async () => {
    const { holder, publish, epoch } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    expect(holder.apply(rowOf('m1', epoch(), 'brand-new', 'heat'))).toBe('applied')
    expect(liveNeighbours(holder, 'brand-new')).toEqual([itemHash('heat')])
  })

  it('keeps rows of a model to come until it is in use', async () => {
    const { holder, publish } = aHolder()
    expect(holder.apply(rowOf('m1', 1, 'heat', 'up'))).toBe('waiting')
    expect(holder.apply(rowOf('m0', 1, 'heat', 'toys'))).toBe('waiting')
    await publish('m1', heatModel)
    await holder.refresh()
    expect(liveNeighbours(holder, 'heat')).toEqual([itemHash('up')])
  })

  it('drops rows of a trainer that has been replaced', async () => {
    const { holder, publish } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    expect(holder.apply(rowOf('m1', 5, 'heat', 'up'))).toBe('applied')
    expect(holder.apply(rowOf('m1', 4, 'heat', 'toys'))).toBe('stale')
    expect(liveNeighbours(holder, 'heat')).toEqual([itemHash('up')])
  })

  it('refuses rows that are malformed or of an unknown row set', async () => {
    const { holder, publish } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    const good = rowOf('m1', 1, 'heat', 'up')
    const broken = [{ scores: [1, 2] }, { scores: [NaN] }, { item: Buffer.alloc(7) }, { rowSet: 'other' }]
    for (const parts of broken) {
      if (good.update?.$case !== 'row') throw new Error('not a row update')
      const update = { ...good, update: { $case: 'row' as const, value: { ...good.update.value, ...parts } } }
      expect(holder.apply(update)).toBe('malformed')
    }
    expect(holder.apply(ModelUpdate.create())).toBe('malformed')
  })
})
