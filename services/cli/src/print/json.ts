/** An answer as one line of JSON: integers too large for JSON become text, and what only the codec needs stays out. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === '_unknownFields') return undefined
    return typeof part === 'bigint' ? part.toString() : part
  })
}
