/** Each kernel against the same in plain loops, at sizes that fill its lanes and at others. */
import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../random.ts'
import { createArena } from './arena.ts'
import type { Arena } from './arena.ts'
import { createKernels } from './kernels.ts'
import type { Kernels } from './kernels.ts'
import { createVectors } from './vectors.ts'
import type { Vectors } from './vectors.ts'

const ROWS = 23
const RANKS = [1, 7, 8, 9, 30, 64]
/** Not in order, and one of them twice. */
const SOME = [4, 17, 0, 22, 4, 9, 13]

function setting(rank: number): { vectors: Vectors; kernels: Kernels; row: (row: number) => number[]; arena: Arena } {
  const arena = createArena(2 ** 20)
  const vectors = createVectors(arena, ROWS, rank)
  const random = seededRandom(rank)
  for (let row = 0; row < ROWS; row++) {
    for (let k = 0; k < rank; k++) vectors.values[row * vectors.stride + k] = random() - 0.5
  }
  const row = (at: number): number[] => [...vectors.values.subarray(at * vectors.stride, (at + 1) * vectors.stride)]
  return { arena, vectors, kernels: createKernels(arena), row }
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, k) => value * (b[k] ?? 0)))

function expectClose(found: Iterable<number>, expected: readonly number[], digits = 5): void {
  const values = [...found]
  expect(values).toHaveLength(expected.length)
  values.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, digits))
}

describe.each(RANKS)('vectors of %d values', (rank) => {
  it('are multiplied with one of them, four at a time', () => {
    const { arena, vectors, kernels, row } = setting(rank)
    const rows = arena.uint32(SOME.length + 3)
    rows.set(SOME)
    const products = arena.float32(SOME.length + 3)
    kernels.dots(vectors, 5, rows, SOME.length, products)
    expectClose(
      products.subarray(0, SOME.length),
      SOME.map((other) => dot(row(5), row(other))),
    )
  })

  it('are added up by weights, and added to by weights, each as often as it is named', () => {
    const { arena, vectors, kernels, row } = setting(rank)
    const rows = arena.uint32(SOME.length)
    rows.set(SOME)
    const weights = arena.float32(SOME.length)
    weights.set(SOME.map((_, at) => at - 2.5))
    const total = arena.float32(vectors.stride)
    total.fill(1, 0, rank)
    const before = Array.from({ length: ROWS }, (_, at) => row(at))
    const lines =
      before[0]?.map((_, k) => sum(SOME.map((at, w) => (before[at]?.[k] ?? 0) * (w - 2.5))) + (k < rank ? 1 : 0)) ?? []
    kernels.gather(vectors, rows, weights, total)
    expectClose(total, lines)
    kernels.scatter(vectors, rows, weights, total)
    for (let at = 0; at < ROWS; at++) {
      const weight = sum(SOME.map((named, w) => (named === at ? w - 2.5 : 0)))
      expectClose(row(at), before[at]?.map((value, k) => value + weight * (lines[k] ?? 0)) ?? [], 4)
    }
  })

  it('are multiplied column by column, on top of what is there', () => {
    const { arena, vectors, kernels, row } = setting(rank)
    const rows = arena.uint32(SOME.length)
    rows.set(SOME)
    const gram = arena.float64(vectors.stride ** 2)
    gram.fill(1)
    kernels.addGram(vectors, rows, gram)
    for (let k = 0; k < rank; k++) {
      for (let m = 0; m <= k; m++) {
        const expected = 1 + sum(SOME.map((at) => (row(at)[k] ?? 0) * (row(at)[m] ?? 0)))
        expect(gram[k * vectors.stride + m]).toBeCloseTo(expected, 10)
      }
    }
  })

  it('become their product with an upper triangle, in their place, the others staying as they are', () => {
    const { arena, vectors, kernels, row } = setting(rank)
    const { stride, nobody } = vectors
    const named = [3, 11, 0, 22, 7, 6, nobody, nobody]
    const rows = arena.uint32(named.length)
    rows.set(named)
    const upper = arena.float32(stride ** 2)
    const random = seededRandom(1)
    for (let m = 0; m < rank; m++) for (let k = m; k < rank; k++) upper[m * stride + k] = random() - 0.5
    const before = Array.from({ length: ROWS }, (_, at) => row(at))
    kernels.timesUpper(vectors, rows, upper)
    for (const [at, line] of before.entries()) {
      if (!named.includes(at)) expect(row(at)).toEqual(line)
      else
        expectClose(
          row(at),
          line.map((_, k) => sum(line.map((value, m) => value * (upper[m * stride + k] ?? 0)))),
        )
    }
    expect(row(nobody)).toEqual(row(nobody).map(() => 0))
  })
})

describe('an arena', () => {
  it('has room for what was asked for, and says when there is no more', () => {
    const arena = createArena(1000)
    expect(arena.float64(100)).toEqual(new Float64Array(100))
    expect(() => arena.float32(2 ** 20)).toThrow('an arena of 1000 bytes is too small')
  })

  it('begins anew with zeros, and with more room where that is asked for', () => {
    const arena = createArena(1000)
    arena.float64(100).fill(7)
    arena.restart(2 ** 20)
    expect(arena.float64(100)).toEqual(new Float64Array(100))
    expect(arena.float32(2 ** 17)).toHaveLength(2 ** 17)
    expect(() => arena.float32(2 ** 20)).toThrow('an arena of 1048576 bytes is too small')
  })

  it('refuses more than kernels can work on', () => {
    expect(() => createArena(2 ** 32 + 1)).toThrow('more than the 4 GiB')
  })
})
