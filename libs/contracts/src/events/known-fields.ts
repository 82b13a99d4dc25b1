/** Which field names a schema knows, and how many of a value's it does not. */
import { z } from 'zod'

type Json = Readonly<Record<string, unknown>>

/** Every field name anywhere in a schema. */
export function fieldNamesOf(schema: z.ZodType): ReadonlySet<string> {
  const names = new Set<string>()
  collect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), names)
  return names
}

/**
 * A JSON pointer (RFC 6901) to `path` that names nothing but known fields and places in lists: it stops in front of the
 * first name that somebody made up, because a name may hold anything, a viewer's id included.
 */
export function safePointer(path: readonly PropertyKey[], known: ReadonlySet<string>): string {
  let pointer = ''
  for (const step of path) {
    if (typeof step === 'number' || (typeof step === 'string' && known.has(step))) pointer += `/${step}`
    else break
  }
  return pointer
}

/** How many fields of `input` the schema did not know, and so dropped from `parsed`. */
export function countUnknownFields(input: unknown, parsed: unknown): number {
  if (Array.isArray(input) && Array.isArray(parsed))
    return input.reduce<number>((sum, element, index) => sum + countUnknownFields(element, parsed[index]), 0)
  if (!isObject(input) || !isObject(parsed)) return 0
  let unknown = 0
  for (const [key, value] of Object.entries(input))
    unknown += Object.hasOwn(parsed, key) ? countUnknownFields(value, parsed[key]) : 1
  return unknown
}

function collect(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) for (const element of node) collect(element, names)
  if (!isObject(node)) return
  if (isObject(node['properties'])) for (const name of Object.keys(node['properties'])) names.add(name)
  for (const child of Object.values(node)) collect(child, names)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
