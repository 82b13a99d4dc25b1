import { fieldNamesOf } from '../events/known-fields.ts'
import { parseWith, refuseImpure } from '../events/parse.ts'
import type { Parsed } from '../events/parse.ts'
import { itemSchema } from './item-schema.ts'
import type { ParsedItem } from './item-schema.ts'

const KNOWN = fieldNamesOf(itemSchema)

/** Understands one catalogue item. Never throws. */
export function parseItem(input: unknown): Parsed<ParsedItem> {
  const impure = refuseImpure(input, KNOWN)
  return impure === null ? parseWith(itemSchema, KNOWN, input) : { ok: false, rejection: impure }
}
