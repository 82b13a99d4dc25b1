/** Ids as small numbers, in the order in which they come up. */
export interface Numbering {
  /** The number of an id, a new one if it has none. */
  add(id: string): number
  readonly ids: readonly string[]
}

export function createNumbering(): Numbering {
  const numbers = new Map<string, number>()
  const ids: string[] = []
  return {
    ids,
    add: (id) => {
      const known = numbers.get(id)
      if (known !== undefined) return known
      numbers.set(id, ids.length)
      return ids.push(id) - 1
    },
  }
}
