// Puts a catalogue and a model into embedded stores and ends: node fill.mjs <titles>. Says how large the model is.
import { backendVariables, openOwnBackends } from '@upnext/backends'
import { CatalogRecord, topicsOf } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import { modelToBytes } from '@upnext/recsys'
import { loadConfig } from '@upnext/service-kit'
import { inventedItems, inventedModel, inventedTitles } from '../page/invented-world.mjs'

const BATCH = 1000
const nowMs = systemClock.now()
const config = { ...loadConfig(backendVariables, process.env), UPNEXT_NAMESPACE: '' }
const topics = topicsOf('')
const backends = await openOwnBackends({ config, topics: Object.values(topics), clientId: 'bench' })
const titles = inventedTitles({ titles: Number(process.argv[2]), seed: 1 })
const records = inventedItems(titles, { nowMs, seed: 2 }).map((item) => ({
  key: Buffer.from(item.itemId),
  value: CatalogRecord.encode({ item, receivedAtMs: 1 }).finish(),
}))
for (let at = 0; at < records.length; at += BATCH)
  await backends.log.append(topics.catalog.name, records.slice(at, at + BATCH))
const bytes = modelToBytes(inventedModel(titles, { nowMs, seed: 3 }))
await backends.models.put({ id: 'bench-model', manifest: {}, bytes })
const epoch = await backends.models.claimEpoch()
await backends.models.activate({ expected: null, next: 'bench-model', epoch })
await backends.profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: nowMs })
await backends.close()
process.send({ modelBytes: bytes.length, documents: records.length })
process.disconnect()
