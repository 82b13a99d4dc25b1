/** Changed titles as records for ranking, so that it is fresh between two models. */
import { KIND_HEADER, ModelUpdate, SCHEMA_HEADER, SCHEMA_VERSION, itemHashToBytes } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'
import type { TitleNow } from './live-counts.ts'

/** What an update goes on top of, and who says so. */
export interface UpdateOrigin {
  readonly baseModelId: string
  readonly trainerEpoch: number
  readonly writtenAtMs: number
}

/** What is known of the title now. */
export function titleUpdateRecord(origin: UpdateOrigin, title: ItemHash, { rows, popularity }: TitleNow): NewRecord {
  const item = itemHashToBytes(title)
  const value = {
    item,
    rows: rows.map(({ rowSet, neighbours, scores }) => ({
      rowSet,
      neighbours: Buffer.concat(neighbours.map((neighbour) => itemHashToBytes(neighbour))),
      scores: Array.from(scores),
    })),
    popularity: { ...popularity },
  }
  return updateRecord(item, { ...origin, update: { $case: 'title', value } })
}

/** Says that the model `baseModelId` is the active one. */
export function activationRecord(origin: UpdateOrigin): NewRecord {
  const value = { modelId: origin.baseModelId }
  return updateRecord(Buffer.from(origin.baseModelId, 'latin1'), { ...origin, update: { $case: 'activated', value } })
}

/** Under this key: what has one key stays in order. */
export function updateRecord(key: Uint8Array, update: ModelUpdate): NewRecord {
  const headers = { [KIND_HEADER]: update.update?.$case ?? '', [SCHEMA_HEADER]: SCHEMA_VERSION }
  return { key, value: ModelUpdate.encode(update).finish(), headers }
}
