// Puts the invented world into log and stores, as the product's other processes would.
import { CatalogRecord, ModelUpdate, viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { encodeProfile } from '@upnext/profiles'
import { modelToBytes } from '@upnext/recsys'
import { readRowsFile } from '@upnext/rows'
import {
  COUNTRY,
  inventedItems,
  inventedModel,
  inventedProfile,
  inventedTitles,
  inventedTrends,
} from './invented-world.mjs'

const TITLES = 10_000
const BATCH = 1000

/** The default page's rows of which every viewer of this world gets twenty titles, below what they are in the middle of. */
export const ROWS = `
version: 1
name: bench
defaults: { items: 20, min_items: 4 }
pages:
  home:
    rows:
      - { id: continue-watching, type: continue_watching }
      - { id: next-to-watch, type: next_to_watch }
      - { id: trending, type: trending, scope: country }
      - { id: because, type: because_you_watched, count: 2 }
      - { id: new, type: new_arrivals, within_days: 30 }
      - { id: top-picks, type: top_picks }
      - { id: genres, type: genre, count: 3 }
      - { id: hidden-gems, type: hidden_gems, min_items: 20 }
`

export function benchRows() {
  const read = readRowsFile(ROWS)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.file
}

export const viewerId = (viewer) => `viewer-${viewer}`

export async function fillStores({ log, profiles, models, topics, keys, nowMs, viewers }) {
  const titles = inventedTitles({ titles: TITLES, seed: 1 })
  await appendAll(log, topics.catalog.name, inventedItems(titles, { nowMs, seed: 2 }).map(toCatalogRecord))
  const bytes = modelToBytes(inventedModel(titles, { nowMs, seed: 3 }))
  await models.put({ id: 'bench-model', manifest: {}, bytes })
  const epoch = await models.claimEpoch()
  await models.activate({ expected: null, next: 'bench-model', epoch })
  const trends = ['', COUNTRY].map((country, at) =>
    toUpdate(inventedTrends(titles, country, { nowMs, seed: 4 + at }), epoch),
  )
  await appendAll(log, topics.modelUpdates.name, trends)
  await profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: nowMs })
  const offsets = new Map()
  for (let viewer = 0; viewer < viewers; viewer += 1) {
    const key = viewerKey(keys, viewerId(viewer))
    const partition = viewerPartition(key)
    const expected = offsets.get(partition) ?? 0
    const stored = { key, bytes: encodeProfile(inventedProfile(titles, { nowMs, seed: 100 + viewer })) }
    await profiles.commit({ generation: 1, partition, expected, next: expected + 1, profiles: [stored] })
    offsets.set(partition, expected + 1)
  }
}

function toCatalogRecord(item) {
  return { key: Buffer.from(item.itemId), value: CatalogRecord.encode({ item, receivedAtMs: 1 }).finish() }
}

function toUpdate(trends, trainerEpoch) {
  const update = { $case: 'trends', value: trends }
  const value = ModelUpdate.encode(ModelUpdate.fromPartial({ baseModelId: '', trainerEpoch, update })).finish()
  return { key: Buffer.from(`trends-${trends.country}`), value }
}

async function appendAll(log, topic, records) {
  for (let at = 0; at < records.length; at += BATCH) await log.append(topic, records.slice(at, at + BATCH))
}
