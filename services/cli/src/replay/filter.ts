/** Which records of a slice are replayed. */
import { EVENT_KINDS, KIND_HEADER, MalformedRecordError, decodeViewerEvent } from '@upnext/contracts'
import type { TopicRole, ViewerEvent } from '@upnext/contracts'
import { asBuffer } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { usageError } from '../errors.ts'

/** `null` lets everything through. All that are given must hold. */
export interface FilterSpec {
  readonly viewerKey: string | null
  readonly kind: string | null
  readonly item: string | null
}

export type Filter = (record: LogRecord) => boolean

/** What the header of a topic's records may say; of the others it is not promised. */
const KINDS: Partial<Record<TopicRole, readonly string[]>> = {
  viewerEvents: EVENT_KINDS,
  catalog: ['catalog_item'],
  rejectedEvents: ['rejected'],
  deadLetters: ['dead_letter', 'dead_letter_retried'],
}

/** Throws where no record of such a topic has this kind: everything would be left out. */
export function checkKind(kind: string, role: TopicRole): string {
  const known = KINDS[role]
  if (known === undefined || known.includes(kind)) return kind
  throw usageError(`--kind: no record of this topic is a "${kind}", they are: ${known.join(', ')}`)
}

/** Decodes a record only where its bytes hold the title's id at all. Throws where a topic's records have no such thing. */
export function createFilter({ viewerKey, kind, item }: FilterSpec, role: TopicRole): Filter {
  if (viewerKey !== null && role !== 'viewerEvents' && role !== 'deadLetters') {
    throw usageError('--viewer: only viewer events and dead letters are of viewers')
  }
  const tests = [
    ...(kind === null ? [] : [(record: LogRecord) => record.headers[KIND_HEADER] === kind]),
    ...(viewerKey === null ? [] : [keyIs(Buffer.from(viewerKey, 'latin1'))]),
    ...(item === null ? [] : [itemFilter(item, role)]),
  ]
  return (record) => tests.every((test) => test(record))
}

function itemFilter(item: string, role: TopicRole): Filter {
  const id = Buffer.from(item, 'utf8')
  if (role === 'catalog') return keyIs(id)
  if (role !== 'viewerEvents') throw usageError('--item: only viewer events and the catalogue name items')
  return ({ value }) => asBuffer(value).includes(id) && itemsIn(value).includes(item)
}

function keyIs(wanted: Buffer): Filter {
  return ({ key }) => wanted.equals(key)
}

function itemsIn(value: Uint8Array): readonly string[] {
  try {
    return itemsOf(decodeViewerEvent(value).kind)
  } catch (error) {
    if (error instanceof MalformedRecordError) return []
    throw error
  }
}

function itemsOf(kind: ViewerEvent['kind']): readonly string[] {
  if (kind === undefined) return []
  if (kind.$case === 'impression') return kind.value.items.map(({ itemId }) => itemId)
  return 'itemId' in kind.value ? [kind.value.itemId] : []
}
