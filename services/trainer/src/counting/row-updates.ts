/** Changed rows as records for ranking, so that it is fresh between two models. */
import { KIND_HEADER, ModelUpdate, SCHEMA_HEADER, SCHEMA_VERSION, itemHashToBytes } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'
import { COUNT_ROWS, logLiftRow } from '@upnext/recsys'
import type { Counts } from '@upnext/recsys'

/** What an update goes on top of, and who says so. */
export interface UpdateOrigin {
  readonly baseModelId: string
  readonly trainerEpoch: number
  readonly writtenAtMs: number
}

/** The title's row as it is now. `neighbours`: most of them that are sent. */
export function rowUpdateRecord(origin: UpdateOrigin, counts: Counts, title: ItemHash, neighbours: number): NewRecord {
  const number = counts.index.numberOf(title)
  const row = number === undefined ? { items: [], scores: [] } : logLiftRow(counts, number, neighbours)
  const key = itemHashToBytes(title)
  const hashes = Array.from(row.items, (item) => itemHashToBytes(counts.index.hashOf(item)))
  const value = { rowSet: COUNT_ROWS, item: key, neighbours: Buffer.concat(hashes), scores: [...row.scores] }
  return updateRecord(key, { ...origin, update: { $case: 'row', value } })
}

/** Says that the model `baseModelId` is the active one. */
export function activationRecord(origin: UpdateOrigin): NewRecord {
  const value = { modelId: origin.baseModelId }
  return updateRecord(Buffer.from(origin.baseModelId, 'latin1'), { ...origin, update: { $case: 'activated', value } })
}

function updateRecord(key: Uint8Array, update: ModelUpdate): NewRecord {
  const headers = { [KIND_HEADER]: update.update?.$case ?? '', [SCHEMA_HEADER]: SCHEMA_VERSION }
  return { key, value: ModelUpdate.encode(update).finish(), headers }
}
