/** Where in the text of a YAML document a setting stands. */
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml'
import type { Document, LineCounter, Node, Pair } from 'yaml'
import type { Mistake } from './mistake.ts'

/** Both start at 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Of a setting that is missing, the place of what it is missing in. */
export function placeOf({ path, atKey }: Mistake, document: Document.Parsed, lines: LineCounter): Place {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, part] of path.entries()) {
    const found = step(resolved(node, document), part)
    if (found === null) break
    const key = startOf(found.key)
    // Inside an alias one is where it stands for, not where it is used: that is where the text is to be changed.
    offset = (atKey && depth === path.length - 1 ? key : (startOf(found.value) ?? key)) ?? offset
    node = found.value
  }
  return placeAt(offset, lines)
}

export function placeAt(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset)
  // Of an empty text the counter knows no line.
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function step(node: unknown, part: PropertyKey): { readonly key: unknown; readonly value: unknown } | null {
  if (isSeq(node) && typeof part === 'number' && part < node.items.length) return { key: null, value: node.items[part] }
  if (!isMap(node)) return null
  const pair = node.items.find((item: Pair) => isScalar(item.key) && String(item.key.value) === String(part))
  if (pair === undefined) return null
  // An empty value stands nowhere.
  const empty = isScalar(pair.value) && pair.value.source === '' && pair.value.value === null
  return { key: pair.key, value: empty ? null : pair.value }
}

function resolved(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function startOf(node: unknown): number | null {
  return isNode(node) ? ((node as Node).range?.[0] ?? null) : null
}
