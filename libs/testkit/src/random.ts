/** A small seeded generator: the same seed gives the same numbers everywhere. Good for test data, for nothing else. */
export interface Random {
  /** 0 <= x < 1. */
  next(): number
  /** Whole number, `from` <= x < `to`. */
  int(from: number, to: number): number
  /** One of them; throws where there is none. */
  pick<T>(values: readonly T[]): T
}

/** mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from))
  const pick = <T>(values: readonly T[]): T => {
    const value = values[int(0, values.length)]
    if (value === undefined) throw new RangeError('nothing to pick from')
    return value
  }
  return { next, int, pick }
}
