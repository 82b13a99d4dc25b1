import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import type { SparseMatrix } from './interactions.ts'
import { createEntryReader } from './local-entries.ts'
import type { LocalEntries } from './local-entries.ts'
import type { NearestTitles } from './nearest-titles.ts'

const TITLES = 12

/** Whole numbers from 1 on; 0: nothing there. Not symmetric: who reads the wrong side of the diagonal is found out. */
const someEntries = fc.array(fc.array(fc.nat(9), { minLength: TITLES, maxLength: TITLES }), {
  minLength: TITLES,
  maxLength: TITLES,
})
const someLists = fc.array(fc.uniqueArray(fc.nat(TITLES - 1), { maxLength: 6 }), {
  minLength: TITLES,
  maxLength: TITLES,
})

function sparse(full: readonly (readonly number[])[]): SparseMatrix {
  const offsets = [0]
  const columns: number[] = []
  const weights: number[] = []
  for (const [row, values] of full.entries()) {
    for (const [column, value] of values.entries()) {
      if (value === 0 || column === row) continue
      columns.push(column)
      weights.push(value)
    }
    offsets.push(columns.length)
  }
  return {
    offsets: Uint32Array.from(offsets),
    columns: Uint32Array.from(columns),
    weights: Float32Array.from(weights),
  }
}

function listsOf(lists: readonly (readonly number[])[]): NearestTitles {
  const offsets = [0]
  for (const list of lists) offsets.push((offsets.at(-1) ?? 0) + list.length)
  return { offsets: Uint32Array.from(offsets), neighbours: Uint32Array.from(lists.flat()) }
}

it('reads, however much there is room for, the triangle of each title and the row of the title itself', () => {
  fc.assert(
    fc.property(someEntries, someLists, fc.integer({ min: 1, max: 60 }), (full, some, room) => {
      const lists = some.map((list, title) => list.filter((other) => other !== title).sort((a, b) => a - b))
      const read = createEntryReader(sparse(full), listsOf(lists), room)
      const entry = (row: number, column: number): number => full[row]?.[column] ?? 0
      let batch: LocalEntries | null = null
      for (const [title, list] of lists.entries()) {
        if (batch === null || title >= batch.end) batch = buildNow(read(title))
        const from = batch.starts[title - batch.first] ?? 0
        const found = [...batch.values.subarray(from, batch.starts[title - batch.first + 1])]
        const triangle = list.flatMap((row, place) => list.slice(0, place).map((column) => entry(row, column)))
        expect(found).toEqual([...triangle, ...list.map((column) => entry(title, column))])
      }
    }),
    { numRuns: 300 },
  )
})

it('takes as many titles at a time as there is room for, and one at least', () => {
  const three = listsOf([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0]])
  const read = createEntryReader(sparse([[], [], [], []]), three, 12)
  expect(buildNow(read(0))).toMatchObject({ first: 0, end: 2 })
  expect(buildNow(read(2))).toMatchObject({ first: 2, end: 4 })
  expect(buildNow(createEntryReader(sparse([[], [], [], []]), three, 1)(1))).toMatchObject({ first: 1, end: 2 })
})
