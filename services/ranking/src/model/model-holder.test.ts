import { describe, expect, it } from '@jest/globals'
import { ModelUpdate, itemHash, itemHashToBytes } from '@upnext/contracts'
import { StoreUnavailableError } from '@upnext/ports'
import { createRowPlace, modelToBytes } from '@upnext/recsys'
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

const POPULARITY = { total: 3, month: 2, days: 1, asOfMs: 1_700_000_000_000 }

function titleOf(baseModelId: string, trainerEpoch: number, id: string, neighbour: string): ModelUpdate {
  const title = {
    item: itemHashToBytes(itemHash(id)),
    rows: [{ rowSet: ROWS, neighbours: itemHashToBytes(itemHash(neighbour)), scores: [0.5] }],
    popularity: POPULARITY,
  }
  return ModelUpdate.fromPartial({ baseModelId, trainerEpoch, update: { $case: 'title', value: title } })
}

function liveNeighbours(holder: ReturnType<typeof aHolder>['holder'], id: string): string[] {
  const served = holder.current()
  const number = served?.live.index.numberOf(itemHash(id))
  if (!served || number === undefined) return []
  const place = createRowPlace()
  served.live.rowsOf(ROWS)(number, place)
  return Array.from(place.neighbours.subarray(place.start, place.end), (item) => served.live.index.hashOf(item))
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
    await publish('m3', {
      ...heatModel,
      popularity: { ...heatModel.popularity, total: Float32Array.from(heatModel.items, () => NaN) },
    })
    await holder.refresh()
    expect(holder.current()?.id).toBe('m1')
    expect(errors).toHaveLength(2)
  })

  it('puts what changed of titles on top of the model, titles that it does not know too', async () => {
    const { holder, publish, epoch } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    expect(holder.apply(titleOf('m1', epoch(), 'brand-new', 'heat'))).toBe('applied')
    expect(liveNeighbours(holder, 'brand-new')).toEqual([itemHash('heat')])
    const live = holder.current()?.live
    expect(live?.popularity.of(live.index.numberOf(itemHash('brand-new')) ?? -1)).toMatchObject(POPULARITY)
  })

  it('takes a row by itself, as trainers wrote it before', async () => {
    const { holder, publish, epoch } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    const hash = (id: string) => itemHashToBytes(itemHash(id))
    const value = { rowSet: ROWS, item: hash('heat'), neighbours: hash('up'), scores: [0.5] }
    const update = { baseModelId: 'm1', trainerEpoch: epoch(), update: { $case: 'row' as const, value } }
    expect(holder.apply(ModelUpdate.fromPartial(update))).toBe('applied')
    expect(liveNeighbours(holder, 'heat')).toEqual([itemHash('up')])
  })

  it('keeps titles of a model to come until it is in use', async () => {
    const { holder, publish } = aHolder()
    expect(holder.apply(titleOf('m1', 1, 'heat', 'up'))).toBe('waiting')
    expect(holder.apply(titleOf('m0', 1, 'heat', 'toys'))).toBe('waiting')
    await publish('m1', heatModel)
    await holder.refresh()
    expect(liveNeighbours(holder, 'heat')).toEqual([itemHash('up')])
  })

  it('drops titles of a trainer that has been replaced', async () => {
    const { holder, publish } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    expect(holder.apply(titleOf('m1', 5, 'heat', 'up'))).toBe('applied')
    expect(holder.apply(titleOf('m1', 4, 'heat', 'toys'))).toBe('stale')
    expect(liveNeighbours(holder, 'heat')).toEqual([itemHash('up')])
  })

  it('refuses what is malformed or of an unknown row set, as a whole', async () => {
    const { holder, publish } = aHolder()
    await publish('m1', heatModel)
    await holder.refresh()
    const good = titleOf('m1', 1, 'heat', 'up')
    if (good.update?.$case !== 'title') throw new Error('not a title update')
    const { value } = good.update
    const [row] = value.rows
    const withRow = (parts: object) => ({ rows: [row, { ...row, ...parts }] as typeof value.rows })
    const broken: Partial<typeof value>[] = [
      withRow({ scores: [1, 2] }),
      withRow({ scores: [NaN] }),
      withRow({ rowSet: 'other' }),
      { item: Buffer.alloc(7) },
      { popularity: { ...POPULARITY, month: NaN } },
      { popularity: { ...POPULARITY, total: -1 } },
    ]
    for (const parts of broken) {
      const update = { ...good, update: { $case: 'title' as const, value: { ...value, ...parts } } }
      expect(holder.apply(update)).toBe('malformed')
    }
    expect(liveNeighbours(holder, 'heat')).toEqual([itemHash('ronin')])
    expect(holder.apply(ModelUpdate.create())).toBe('malformed')
  })
})
