import { describe, expect, it } from '@jest/globals'
import { openEmbedded } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { TEST_KEYS, anItem, waitUntil, withTempFolder } from '@upnext/testkit'
import { aModel, aProfile } from './testing/a-model.ts'
import { aRunningRanking } from './testing/a-running-ranking.ts'

const viewer = { $case: 'viewerId', value: '42' } as const

describe('ranking on the embedded backends', () => {
  it('reads catalogue, model and profile, follows what changes, and waits for a position', async () => {
    await withTempFolder(async (folder) => {
      const topics = topicsOf('')
      const backends = await openEmbedded({ folder, topics: Object.values(topics), namespace: '' })
      const app = await aRunningRanking({ ...backends, topics, keys: TEST_KEYS })
      try {
        await app.addItems(...['heat', 'ronin', 'up'].map((itemId) => anItem({ itemId })))
        await app.publish('m1', aModel({ heat: [['ronin', 1]], up: [['heat', 1]] }, { up: 1 }))
        await app.start()
        await waitUntil(() => app.ranking.ready().ready, { message: 'ranking did not get ready' })

        const cold = await app.next({ audience: viewer, limit: 1 })
        expect(cold).toMatchObject({ row: { items: [{ itemId: 'up' }] }, info: { cold: true, modelId: 'm1' } })

        const after = await app.addProfile('42', aProfile(['heat']))
        const warm = await app.next({ audience: viewer, limit: 1, after, afterWaitMs: 5000 })
        expect(warm).toMatchObject({ row: { items: [{ itemId: 'ronin' }] }, info: { cold: false, behind: false } })

        await app.addItems(anItem({ itemId: 'ronin', revision: 2, withdrawn: true }))
        await waitUntil(async () => (await app.next({ audience: viewer })).row?.items[0]?.itemId === 'up', {
          message: 'the withdrawn title is still shown',
        })
        await app.publish('m2', aModel({ heat: [['up', 1]] }))
        await waitUntil(async () => (await app.next({ audience: viewer })).info?.modelId === 'm2', {
          message: 'the new model is not in use',
        })
      } finally {
        await app.close()
        await backends.close()
      }
    })
  })
})
