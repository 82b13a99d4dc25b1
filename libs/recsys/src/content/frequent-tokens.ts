/**
 * What two titles share of the tokens that very many titles have. Each title's are bits, a few bytes in one place; the title that others
 * are compared with keeps, for each of its bytes, the answer for all 256 bytes that may meet it. So a comparison reads one
 * line of memory where walking the other's row reads four, and that is what comparing millions of pairs takes its time for.
 */
import type { ContentMatrix } from './content-matrix.ts'

export interface FrequentTokens {
  /** 256 steps for each byte in which the title has a token. */
  compareWith(title: number): void
  /** Sum of the squared weights of the frequent tokens that the title compared with has too. */
  sharedBy(other: number): number
}

const BYTE = 8
const BYTES = 256

/** `frequent`: token numbers. Memory: a bit for each title and frequent token. */
export function createFrequentTokens(matrix: ContentMatrix, frequent: readonly number[]): FrequentTokens {
  const width = Math.ceil(frequent.length / BYTE)
  const masks = createMasks(matrix, frequent, width)
  const squares = Float64Array.from({ length: width * BYTE }, (_, bit) => {
    const token = frequent[bit]
    return token === undefined ? 0 : (matrix.tokenWeights[token] ?? 0) ** 2
  })
  const tables = new Float64Array(width * BYTES)
  // The bytes in which the title compared with has a token.
  const used = new Uint32Array(width)
  let usedCount = 0

  return {
    compareWith: (title) => {
      usedCount = 0
      for (let byte = 0; byte < width; byte++) {
        const own = masks[title * width + byte] ?? 0
        if (own === 0) continue
        used[usedCount++] = byte
        for (let value = 1; value < BYTES; value++) {
          const bit = 31 - Math.clz32(value)
          const rest = tables[byte * BYTES + (value ^ (1 << bit))] ?? 0
          const isShared = (own >> bit) & 1
          tables[byte * BYTES + value] = isShared ? rest + (squares[byte * BYTE + bit] ?? 0) : rest
        }
      }
    },
    sharedBy: (other) => {
      let sum = 0
      for (let at = 0; at < usedCount; at++) {
        const byte = used[at] ?? 0
        sum += tables[byte * BYTES + (masks[other * width + byte] ?? 0)] ?? 0
      }
      return sum
    },
  }
}

function createMasks(matrix: ContentMatrix, frequent: readonly number[], width: number): Uint8Array {
  const titles = matrix.offsets.length - 1
  const bitOf = new Int32Array(matrix.tokens.length).fill(-1)
  for (const [bit, token] of frequent.entries()) bitOf[token] = bit
  const masks = new Uint8Array(titles * width)
  for (let title = 0; title < titles; title++) {
    for (let at = matrix.offsets[title] ?? 0; at < (matrix.offsets[title + 1] ?? 0); at++) {
      const bit = bitOf[matrix.columns[at] ?? 0] ?? -1
      if (bit < 0) continue
      const byte = title * width + (bit >> 3)
      masks[byte] = (masks[byte] ?? 0) | (1 << (bit & 7))
    }
  }
  return masks
}
