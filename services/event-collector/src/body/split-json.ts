/**
 * Cuts a JSON list or object into its parts without parsing them, so that each part can be parsed, measured and refused by
 * itself: a `NaN` in one event costs that event, not the batch. One pass, no recursion.
 */

export interface JsonParts {
  readonly kind: 'list' | 'object'
  /** Elements, or members as `"key": value`; without the white space around them. What is in them may not be JSON. */
  readonly parts: readonly Buffer[]
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * The parts of a list or object, or `null` where the text is neither, does not end, or goes on behind its end. At most one more
 * than `mostParts` are cut out, which tells the caller that there are too many: a few packed bytes can hold millions of them.
 */
export function splitJson(text: Buffer, mostParts: number): JsonParts | null {
  const bytes = trim(text)
  const [open] = bytes
  if (open !== OPEN_LIST && open !== OPEN_OBJECT) return null
  const parts: Buffer[] = []
  let depth = 0
  let start = 1
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === QUOTE) {
      i = endOfString(bytes, i)
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1
    } else if (byte === COMMA && depth === 1) {
      if (parts.length <= mostParts) parts.push(trim(bytes.subarray(start, i)))
      start = i + 1
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      depth -= 1
      if (depth > 0) continue
      const closes = open === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT
      if (byte !== closes || i !== bytes.length - 1) return null
      const last = trim(bytes.subarray(start, i))
      const isPart = last.length > 0 || parts.length > 0
      if (isPart && parts.length <= mostParts) parts.push(last)
      return { kind: open === OPEN_LIST ? 'list' : 'object', parts }
    }
  }
  return null
}

/** A member's key and the bytes of its value, or `null` where the part is no member. */
export function splitMember(part: Buffer): { readonly key: string; readonly value: Buffer } | null {
  if (part[0] !== QUOTE) return null
  const end = endOfString(part, 0)
  const rest = trim(part.subarray(end + 1))
  if (rest[0] !== COLON) return null
  const key = parseString(part.subarray(0, end + 1))
  return key === null ? null : { key, value: trim(rest.subarray(1)) }
}

/** Index of the quote that ends the string starting at `start`, or the text's length. */
function endOfString(bytes: Buffer, start: number): number {
  for (let i = start + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i += 1
    else if (bytes[i] === QUOTE) return i
  }
  return bytes.length
}

function parseString(bytes: Buffer): string | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}

export function trim(bytes: Buffer): Buffer {
  let start = 0
  let end = bytes.length
  while (start < end && isSpace(bytes[start])) start += 1
  while (end > start && isSpace(bytes[end - 1])) end -= 1
  return bytes.subarray(start, end)
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
