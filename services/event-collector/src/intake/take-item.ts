import { encodeCatalogRecord, parseItem, toCatalogItem } from '@upnext/contracts'
import { parsePiece } from '../body/parse-piece.ts'
import { NO_TRAITS } from './outcome.ts'
import type { Outcome } from './outcome.ts'

export interface ItemContext {
  readonly receivedAtMs: number
  readonly limits: { readonly eventBytes: number }
}

/** Decides what becomes of one catalogue item. */
export function takeItem(piece: Buffer, { receivedAtMs, limits }: ItemContext): Outcome {
  const json = parsePiece(piece, limits.eventBytes)
  if (!json.ok) return { status: 'rejected', id: null, rejection: json.rejection, piece, traits: NO_TRAITS }
  const parsed = parseItem(json.value)
  if (!parsed.ok) {
    const { rejection } = parsed
    return { status: 'rejected', id: itemIdOf(json.value), rejection, piece, traits: NO_TRAITS }
  }
  const item = toCatalogItem(parsed.value)
  return {
    status: 'accepted',
    id: item.itemId,
    idMade: false,
    record: encodeCatalogRecord({ item, receivedAtMs }),
    unknownFields: parsed.unknownFields,
  }
}

/** The id of a refused item, so that its sender finds it; titles are nobody's secret. */
function itemIdOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const id: unknown = Reflect.get(value, 'item')
  return typeof id === 'string' && id.length <= 256 && !/[\p{Cc}\p{Cs}]/u.test(id) ? id : null
}
