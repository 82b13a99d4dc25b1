import { beforeEach, describe, expect, it } from '@jest/globals'
import { ModelUpdate } from '@upnext/contracts'
import { createFakeEventLog, createFakeModelStore } from '@upnext/testkit'
import type { FakeEventLog, FakeModelStore } from '@upnext/testkit'
import { TOPICS } from '../testing/trainer-room.ts'
import { TrainerFencedError } from '../fencing.ts'
import { ActivationError, publishModel } from './publish-model.ts'
import type { PublishDeps } from './publish-model.ts'

const bytes = Uint8Array.of(1, 2, 3)
const manifest = {}
let log: FakeEventLog
let models: FakeModelStore
let deps: PublishDeps

beforeEach(async () => {
  log = createFakeEventLog([TOPICS.modelUpdates])
  models = createFakeModelStore()
  deps = { log, models, updatesTopic: TOPICS.modelUpdates.name, epoch: await models.claimEpoch(), nowMs: 7 }
})

describe('publishModel', () => {
  it('makes the model active, and says so in the log', async () => {
    const id = await publishModel(deps, { bytes, manifest })
    expect(id).toMatch(/^m1-[0-9a-f]{12}$/)
    expect(await models.active()).toEqual({ id, epoch: 1 })
    const updates = log.recordsOf(TOPICS.modelUpdates.name).map(({ value }) => ModelUpdate.decode(value))
    expect(updates).toMatchObject([
      { baseModelId: id, trainerEpoch: 1, update: { $case: 'activated', value: { modelId: id } } },
    ])
  })

  it('can be tried again after a failure half-way', async () => {
    log.refuseAppends(() => new Error('away'))
    await expect(publishModel(deps, { bytes, manifest })).rejects.toThrow('away')
    log.refuseAppends(null)
    const id = await publishModel(deps, { bytes, manifest })
    expect((await models.active())?.id).toBe(id)
    expect(log.recordsOf(TOPICS.modelUpdates.name)).toHaveLength(1)
  })

  it('is refused once a later trainer has claimed an epoch', async () => {
    await models.claimEpoch()
    await expect(publishModel(deps, { bytes, manifest })).rejects.toThrow(TrainerFencedError)
    expect(await models.active()).toBeNull()
    expect(log.recordsOf(TOPICS.modelUpdates.name)).toHaveLength(0)
  })

  it('looks again once when another model was made active meanwhile, and then gives up', async () => {
    const rival = { id: 'rival', manifest, bytes }
    await models.put(rival)
    let looks = 0
    const behind = (looksBehind: number): FakeModelStore => ({
      ...models,
      active: async () => (looks++ < looksBehind ? null : models.active()),
    })
    await models.activate({ expected: null, next: 'rival', epoch: 1 })
    const id = await publishModel({ ...deps, models: behind(1) }, { bytes, manifest })
    expect((await models.active())?.id).toBe(id)
    looks = 0
    const other = { bytes: Uint8Array.of(4), manifest }
    await expect(publishModel({ ...deps, models: behind(2) }, other)).rejects.toThrow(ActivationError)
  })
})
