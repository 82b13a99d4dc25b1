import { afterEach, describe, expect, it } from '@jest/globals'
import { CatalogRecord, itemHash, topicsOf } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { anItem, createFakeEventLog, waitUntil } from '@upnext/testkit'
import type { FakeEventLog } from '@upnext/testkit'
import { createCatalog } from './catalog.ts'
import { followCatalog } from './follow-catalog.ts'
import type { CatalogFollower } from './follow-catalog.ts'

const topics = topicsOf('')
const topic = topics.catalog.name
const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

function aLog(): FakeEventLog {
  const log = createFakeEventLog([topics.catalog])
  opened.push(log)
  return log
}

async function follow(log: FakeEventLog, catalog = createCatalog()) {
  const lines: string[] = []
  const logger = {
    warn: (_: object, message: string) => void lines.push(`warn ${message}`),
    error: (_: object, message: string) => void lines.push(`error ${message}`),
  }
  const follower: CatalogFollower = await followCatalog({ log, topics, catalog, logger })
  opened.push(follower)
  return { catalog, follower, lines }
}

function append(log: FakeEventLog, item: Parameters<typeof anItem>[0], key = item?.itemId ?? 'movie-1') {
  const value = CatalogRecord.encode({ item: anItem(item), receivedAtMs: 1 }).finish()
  return log.append(topic, [{ key: Buffer.from(key), value }])
}

describe('following the catalogue', () => {
  it('is ready at once where the topic is empty', async () => {
    const { follower } = await follow(aLog())
    await follower.caughtUp
    expect(follower.ready()).toBe(true)
  })

  it('is caught up only with everything that was there at the start', async () => {
    const log = aLog()
    for (let i = 0; i < 50; i++) await append(log, { itemId: `movie-${i}` })
    const { catalog, follower } = await follow(log)
    await follower.caughtUp
    expect(catalog.size()).toBe(50)
    expect(follower.counts.added).toBe(50)
    expect(follower.positions().reduce((sum, { nextOffset }) => sum + nextOffset, 0)).toBe(50)
  })

  it('goes on with what comes later', async () => {
    const log = aLog()
    const { catalog, follower } = await follow(log)
    await follower.caughtUp
    await append(log, { itemId: 'heat', revision: 1 })
    await append(log, { itemId: 'heat', revision: 2, withdrawn: true })
    await waitUntil(() => catalog.byId('heat')?.withdrawn, { message: 'the withdrawal has not arrived' })
  })

  it('counts and skips what it cannot read, and reads on', async () => {
    const log = aLog()
    await log.append(topic, [{ key: Buffer.from('x'), value: Buffer.from([0xff, 0xff, 0xff]) }])
    await append(log, { itemId: 'heat' }, 'not-heat')
    await append(log, { itemId: '' }, '')
    await append(log, { itemId: 'ronin' })
    const { catalog, follower, lines } = await follow(log)
    await follower.caughtUp
    expect(follower.counts).toMatchObject({ invalid: 3, added: 1 })
    expect(catalog.byId('ronin')).toBeDefined()
    expect(catalog.byId('heat')).toBeUndefined()
    expect(lines).toHaveLength(3)
  })

  it('refuses a colliding title loudly', async () => {
    const log = aLog()
    await append(log, { itemId: 'heat' })
    const hashOf = (id: string): ItemHash => itemHash(id === 'ronin' ? 'heat' : id)
    const { catalog, follower, lines } = await follow(log, createCatalog({ hashOf }))
    await follower.caughtUp
    await append(log, { itemId: 'ronin' })
    await waitUntil(() => follower.counts.collision === 1, { message: 'the collision was not counted' })
    expect(lines).toEqual([expect.stringMatching(/^error .*same hash/)])
    expect(catalog.byId('heat')?.itemId).toBe('heat')
  })

  it('tells those who wait when it is closed before it has caught up', async () => {
    const log = aLog()
    await append(log, { itemId: 'heat' })
    // A log that never gets round to giving its record out.
    const silent = { ...log, follow: () => Promise.resolve({ close: () => Promise.resolve() }) }
    const { follower } = await follow(silent)
    const waiting = expect(follower.caughtUp).rejects.toThrow(/closed before/)
    await follower.close()
    await waiting
  })
})
