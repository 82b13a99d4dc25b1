import { describe, expect, it } from '@jest/globals'
import { genreTaste } from './genre-taste.ts'

describe('genreTaste', () => {
  it('is shares of genres, by what was liked and how much', () => {
    const taste = genreTaste([
      { weight: 1.5, genres: [2] },
      { weight: -1, genres: [0] },
      { weight: 0.5, genres: [0, 2] },
    ])
    expect(taste).toHaveLength(3)
    const older = 0.5 * 2 ** (-2 / 50)
    expect(taste[2]).toBeCloseTo((1.5 + older / 2) / (1.5 + older))
    expect(taste[0]).toBeCloseTo(older / 2 / (1.5 + older))
    expect(taste[1]).toBe(0)
  })

  it('lets what is newer weigh more', () => {
    const old = Array.from({ length: 49 }, () => ({ weight: 0, genres: [0] }))
    const taste = genreTaste([{ weight: 1, genres: [0] }, ...old, { weight: 1, genres: [1] }])
    expect([...taste]).toEqual([2 / 3, 1 / 3].map((share) => expect.closeTo(share)))
  })

  it('is empty where nothing liked has genres', () => {
    expect(genreTaste([])).toHaveLength(0)
    expect(
      genreTaste([
        { weight: 1, genres: [] },
        { weight: -1, genres: [3] },
        { weight: NaN, genres: [1] },
      ]),
    ).toHaveLength(0)
  })
})
