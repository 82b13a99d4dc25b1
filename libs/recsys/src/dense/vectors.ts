/** Rows of float32 of one length, for kernels: each as long as a multiple of eight, filled up with zeros. */
import type { Arena } from './arena.ts'

export interface Vectors {
  /** Row r starts at r * stride. */
  readonly values: Float32Array<ArrayBuffer>
  readonly stride: number
  readonly rank: number
  /** A row of zeros, after the last of the others: what fills up a list of rows. */
  readonly nobody: number
}

const MULTIPLE = 8

export function strideOf(rank: number): number {
  return Math.ceil(rank / MULTIPLE) * MULTIPLE
}

export function createVectors(arena: Arena, rows: number, rank: number): Vectors {
  const stride = strideOf(rank)
  return { values: arena.float32((rows + 1) * stride), stride, rank, nobody: rows }
}
