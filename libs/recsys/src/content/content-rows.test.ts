import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Matrix } from 'ml-matrix'
import { buildNow } from '../build/progress.ts'
import type { RowSet } from '../model/model.ts'
import { contentMatrix } from './content-matrix.ts'
import { contentRows } from './content-rows.ts'

type Titles = readonly (readonly string[])[]
type Row = [title: number, score: number][]

const FAMILIES: Readonly<Record<string, number>> = {
  franchise: 2,
  person: 1.5,
  tag: 1,
  genre: 0.5,
  language: 0.25,
  year: 0.25,
}

const words = fc
  .tuple(fc.constantFrom(...Object.keys(FAMILIES)), fc.nat(9))
  .map(([family, n]) => `${family}:${String(n)}`)
const catalogues = fc.array(fc.uniqueArray(words, { maxLength: 8 }), { maxLength: 30 })
const limit = 5

const holders = (titles: Titles, token: string): number[] =>
  titles.flatMap((words, title) => (words.includes(token) ? [title] : []))

/** The definition, with dense matrices: every title's similarity to every title. */
function similarities(titles: Titles): Matrix {
  const tokens = [...new Set(titles.flat())].filter((token) => holders(titles, token).length > 1).sort()
  const x = Matrix.zeros(titles.length, tokens.length)
  for (const [column, token] of tokens.entries()) {
    const having = holders(titles, token)
    const idf = Math.log((titles.length + 1) / (having.length + 1)) + 1
    for (const title of having) x.set(title, column, (FAMILIES[token.split(':')[0] ?? ''] ?? 1) * idf)
  }
  const g = x.mmul(x.transpose())
  const lengths = g.diagonal().map(Math.sqrt)
  for (let i = 0; i < titles.length; i++) {
    for (let j = 0; j < titles.length; j++) {
      if (g.get(i, j) > 0) g.set(i, j, Math.fround(g.get(i, j) / ((lengths[i] ?? 0) * (lengths[j] ?? 0))))
    }
  }
  return g
}

const best = (row: Row): Row => row.sort(([a, x], [b, y]) => y - x || a - b).slice(0, limit)

function rowsOf(titles: Titles, frequentAbove?: number): Row[] {
  const rows: RowSet = buildNow(contentRows(buildNow(contentMatrix(titles)), limit, frequentAbove))
  expect(rows.offsets).toHaveLength(titles.length + 1)
  return titles.map((_, title) => {
    const [start, end] = [rows.offsets[title] ?? 0, rows.offsets[title + 1] ?? 0]
    return Array.from(rows.neighbours.subarray(start, end), (other, at) => [other, rows.scores[start + at] ?? 0])
  })
}

describe('contentRows', () => {
  it('equals the dense definition where no token is frequent', () => {
    fc.assert(
      fc.property(catalogues, (titles) => {
        if (titles.length === 0) return
        const s = similarities(titles)
        const expected = titles.map((_, i) =>
          best(titles.flatMap((__, j): Row => (j !== i && s.get(i, j) > 0 ? [[j, s.get(i, j)]] : []))),
        )
        expect(rowsOf(titles)).toEqual(expected)
      }),
    )
  })

  it('scores the candidates that it says it takes exactly, where tokens are frequent', () => {
    fc.assert(
      fc.property(catalogues, fc.integer({ min: 2, max: 8 }), (titles, frequentAbove) => {
        if (titles.length === 0) return
        const s = similarities(titles)
        const found = rowsOf(titles, frequentAbove)
        for (const [i, row] of found.entries()) {
          const candidates = candidatesOf(titles, i, frequentAbove)
          // Sums in another order may differ in the last bit, and so may the order of equal ones.
          const expected = best([...candidates].map((j): [number, number] => [j, s.get(i, j)]))
          expect(row).toHaveLength(expected.length)
          for (const [at, [other, score]] of row.entries()) {
            expect(candidates).toContain(other)
            expect(score).toBeCloseTo(s.get(i, other), 6)
            expect(score).toBeCloseTo(expected[at]?.[1] ?? NaN, 6)
          }
        }
      }),
    )
  })

  it('lets titles with nothing but a frequent token try different neighbours', () => {
    const rows = rowsOf(
      Array.from({ length: 40 }, () => ['genre:drama']),
      3,
    )
    expect(rows[0]).toEqual([
      [1, 1],
      [2, 1],
    ])
    expect(rows[10]?.map(([other]) => other)).toEqual([11, 12])
    expect(rows[39]?.map(([other]) => other)).toEqual([0, 1])
  })

  it('leaves the row of a title without tokens empty', () => {
    expect(rowsOf([['tag:a'], [], ['tag:a'], ['tag:b']])).toEqual([[[2, 1]], [], [[0, 1]], []])
    expect(rowsOf([])).toEqual([])
  })

  it('says how far it is, and can be left in the middle', () => {
    const builder = contentRows(buildNow(contentMatrix(Array.from({ length: 300 }, () => ['tag:a']))), 5)
    expect(builder.next().value).toEqual({ stage: 'content rows', done: 0, of: 300 })
    expect(builder.next().value).toEqual({ stage: 'content rows', done: 64, of: 300 })
  })
})

/** As the comment of `contentRows` says it. */
function candidatesOf(titles: Titles, title: number, frequentAbove: number): Set<number> {
  const lists = [...(titles[title] ?? [])].sort().map((token) => holders(titles, token))
  const walked = new Set(lists.filter((list) => list.length > 1 && list.length <= frequentAbove).flat())
  walked.delete(title)
  const frequent = lists.filter((list) => list.length > frequentAbove).sort((a, b) => a.length - b.length)
  const [rarest] = frequent
  if (walked.size < limit && rarest !== undefined) {
    for (let step = 0; step < frequentAbove; step++) walked.add(rarest[(title + step) % rarest.length] ?? 0)
    walked.delete(title)
  }
  return walked
}
