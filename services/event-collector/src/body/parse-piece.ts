import { isUtf8 } from 'node:buffer'
import type { Rejection } from '@upnext/contracts'

export type PieceParsed =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly rejection: Rejection }

/** The JSON value that one event's bytes hold, or why they hold none. */
export function parsePiece(piece: Buffer, maxBytes: number): PieceParsed {
  if (piece.length > maxBytes) return refused('too_large', `larger than ${maxBytes} bytes`)
  if (!isUtf8(piece)) return refused('encoding', 'is not UTF-8')
  try {
    const value: unknown = JSON.parse(piece.toString('utf8'))
    return { ok: true, value }
  } catch {
    // What the parser says would quote the text.
    return refused('parse', 'is not JSON')
  }
}

function refused(reason: Rejection['reason'], detail: string): PieceParsed {
  return { ok: false, rejection: { reason, pointer: '', detail } }
}
