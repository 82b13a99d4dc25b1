import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { contentMatrix } from './content-matrix.ts'
import type { ContentMatrix } from './content-matrix.ts'

const rowOf = ({ tokens, offsets, columns, weights }: ContentMatrix, title: number): [string, number][] =>
  Array.from(columns.subarray(offsets[title], offsets[title + 1]), (column, at) => [
    tokens[column] ?? '',
    weights[(offsets[title] ?? 0) + at] ?? 0,
  ])

describe('contentMatrix', () => {
  it('weighs a token by its family and its rarity, in rows of length 1', () => {
    const matrix = buildNow(
      contentMatrix([['genre:crime', 'person:mann'], ['person:mann', 'genre:crime'], ['genre:crime'], []]),
    )
    expect(matrix.tokens).toEqual(['genre:crime', 'person:mann'])
    const [crime, mann] = [0.5 * (Math.log(5 / 4) + 1), 1.5 * (Math.log(5 / 3) + 1)]
    const length = Math.sqrt(crime ** 2 + mann ** 2)
    const [first, second, third, last] = [0, 1, 2, 3].map((title) => rowOf(matrix, title))
    expect(first).toEqual([
      ['genre:crime', Math.fround(crime / length)],
      ['person:mann', Math.fround(mann / length)],
    ])
    expect(second).toEqual(first)
    expect(third).toEqual([['genre:crime', 1]])
    expect(last).toEqual([])
    expect([...matrix.lengths]).toEqual([length, length, crime, 0])
    expect([...matrix.tokenWeights]).toEqual([crime, mann])
  })

  it('drops what only one title has, also for the length', () => {
    const matrix = buildNow(contentMatrix([['tag:a', 'tag:only here'], ['tag:a']]))
    expect(matrix.tokens).toEqual(['tag:a'])
    expect(rowOf(matrix, 0)).toEqual([['tag:a', 1]])
  })

  it('counts a token of no known family, or of none, like a tag', () => {
    const matrix = buildNow(contentMatrix(Array.from({ length: 2 }, () => ['tag:a', 'studio:b', 'c', ':d'])))
    expect(new Set(matrix.weights)).toEqual(new Set([0.5]))
  })

  it('gives the same bytes whatever the order and the repeats of the tokens', () => {
    const words = fc.constantFrom('genre:a', 'genre:b', 'tag:c', 'person:d', 'year:e')
    const title = fc.array(words).chain((list) =>
      fc.record({
        list: fc.constant(list),
        other: fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }),
      }),
    )
    fc.assert(
      fc.property(fc.array(title), (titles) => {
        const [matrix, other] = [titles.map(({ list }) => list), titles.map((entry) => entry.other)].map((lists) =>
          buildNow(contentMatrix(lists)),
        )
        expect(other).toEqual(matrix)
      }),
    )
  })

  it('takes an empty catalogue', () => {
    expect(buildNow(contentMatrix([]))).toMatchObject({ tokens: [], offsets: Uint32Array.of(0) })
  })
})
