/** What the records of each topic say, in the words of the HTTP API where it has them. Viewers are named by their keys only. */
import {
  MalformedRecordError,
  ModelUpdate,
  REJECT_REASONS,
  RejectedEvent,
  decodeCatalogRecord,
  decodeDeadLetterRecord,
  decodeViewerEvent,
  itemHashFromBytes,
  toEventJson,
  toItemJson,
  wordOf,
} from '@upnext/contracts'
import type { TitleRow, TopicRole, Trend } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'

/** Throws `MalformedRecordError`; `null` where this version has no words for it. */
export function plainReader(role: TopicRole): (record: LogRecord) => unknown {
  switch (role) {
    case 'viewerEvents':
      return ({ value }) => toEventJson(decodeViewerEvent(value))
    case 'catalog':
      return ({ value }) => plainCatalogRecord(value)
    case 'rejectedEvents':
      return ({ value }) => plainRejected(decoded(() => RejectedEvent.decode(value)))
    case 'deadLetters':
      return plainLetter
    case 'modelUpdates':
      return ({ value }) => plainUpdate(decoded(() => ModelUpdate.decode(value)))
  }
}

function plainCatalogRecord(value: Uint8Array): unknown {
  const { item, receivedAtMs } = decodeCatalogRecord(value)
  const json = item === undefined ? null : toItemJson(item)
  return json === null ? null : { ...json, received_at: receivedAtMs }
}

function plainRejected(event: RejectedEvent): unknown {
  const { receivedAtMs, reason, pointer, eventId, length, sha256, kind, device, country } = event
  const reject = wordOf(REJECT_REASONS, reason) ?? null
  const facts = { received_at: receivedAtMs, reason: reject, pointer, event_id: eventId, length }
  return { ...facts, sha256: sha256.toString('hex'), kind, device, country }
}

function plainLetter(record: LogRecord): unknown {
  const read = decodeDeadLetterRecord(record)
  if (read.kind === 'retried') {
    const { partition, offset, retriedAtMs } = read.retried
    return { retried: { partition, offset }, retried_at: retriedAtMs }
  }
  const { topic, partition, offset, reason, service, codeVersion, failedAtMs, value } = read.letter
  const place = { topic, partition, offset }
  return { ...place, reason, service, code_version: codeVersion, failed_at: failedAtMs, bytes: value.length }
}

function plainUpdate({ baseModelId, trainerEpoch, writtenAtMs, update }: ModelUpdate): unknown {
  const origin = { base_model_id: baseModelId, trainer_epoch: trainerEpoch, written_at: writtenAtMs }
  switch (update?.$case) {
    case 'activated':
      return { ...origin, activated: update.value.modelId }
    case 'row':
      return { ...origin, item_hash: itemHashFromBytes(update.value.item), rows: [plainRow(update.value)] }
    case 'title': {
      const { item, rows, popularity } = update.value
      const popular = popularity && {
        total: popularity.total,
        month: popularity.month,
        days: popularity.days,
        as_of: popularity.asOfMs,
      }
      return { ...origin, item_hash: itemHashFromBytes(item), rows: rows.map(plainRow), popularity: popular }
    }
    case 'trends': {
      const { country, asOfMs, trending, popular } = update.value
      return { ...origin, country, as_of: asOfMs, trending: trending.map(plainTrend), popular: popular.map(plainTrend) }
    }
    case undefined:
      return null
  }
}

function plainTrend({ item, plays }: Trend): unknown {
  return { item_hash: itemHashFromBytes(item), plays }
}

function plainRow({ rowSet, neighbours, scores }: Pick<TitleRow, 'rowSet' | 'neighbours' | 'scores'>): unknown {
  const count = Math.floor(neighbours.length / 8)
  const hashes = Array.from({ length: count }, (_, n) => itemHashFromBytes(neighbours, 8 * n))
  return { row_set: rowSet, neighbours: hashes, scores }
}

function decoded<Message>(decode: () => Message): Message {
  try {
    return decode()
  } catch (cause) {
    throw new MalformedRecordError('not a record of this topic', { cause })
  }
}
