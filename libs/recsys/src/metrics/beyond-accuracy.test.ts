import { describe, expect, it } from '@jest/globals'
import { averagePopularity } from './average-popularity.ts'
import { calibration } from './calibration.ts'
import { coverage } from './coverage.ts'
import { diversity } from './diversity.ts'
import { novelty } from './novelty.ts'

const VIEWERS = new Map([
  ['a', 8],
  ['b', 2],
])
const viewersOf = (item: string): number => VIEWERS.get(item) ?? 0

const GENRES = new Map([
  ['a', ['drama']],
  ['b', ['drama', 'war']],
  ['c', ['comedy']],
])
const genresOf = (item: string): readonly string[] => GENRES.get(item) ?? []

describe('coverage', () => {
  it('is the share of the catalogue that was shown to anybody', () => {
    expect(coverage(new Set(['a', 'b']), 8)).toBe(0.25)
    expect(coverage(new Set(), 0)).toBe(0)
  })
})

describe('novelty', () => {
  it('is the mean number of bits that seeing a title is worth', () => {
    // 8 of 8 viewers: 0 bits; 2 of 8: 2 bits; nobody counts as 1 of 8: 3 bits.
    expect(novelty(['a', 'b'], 10, viewersOf, 8)).toBe(1)
    expect(novelty(['a', 'b', 'z'], 3, viewersOf, 8)).toBeCloseTo(5 / 3)
    expect(novelty([], 10, viewersOf, 8)).toBeNull()
  })
})

describe('averagePopularity', () => {
  it('is the mean number of viewers of what is shown', () => {
    expect(averagePopularity(['a', 'b', 'z'], 2, viewersOf)).toBe(5)
    expect(averagePopularity([], 2, viewersOf)).toBeNull()
  })
})

describe('diversity', () => {
  it('is the mean distance between two titles of the list', () => {
    // a-b: 1 - 1/sqrt(2); a-c and b-c: 1.
    expect(diversity(['a', 'b', 'c'], 10, genresOf)).toBeCloseTo((3 - Math.SQRT1_2) / 3)
  })

  it('is nothing without content', () => {
    expect(diversity(['a', 'z'], 10, genresOf)).toBeNull()
    expect(diversity([], 10, genresOf)).toBeNull()
  })
})

describe('calibration', () => {
  it('is 0 where the list divides among genres as the history does', () => {
    expect(calibration(['a'], 10, ['a'], genresOf)).toBeCloseTo(0)
  })

  it('is the divergence of the smoothed list from the history', () => {
    // History: drama 0.75, war 0.25. List: drama 1. Smoothed: drama 0.9975, war 0.0025.
    const expected = 0.75 * Math.log(0.75 / 0.9975) + 0.25 * Math.log(0.25 / 0.0025)
    expect(calibration(['a', 'z'], 10, ['a', 'b'], genresOf)).toBeCloseTo(expected)
  })

  it('is nothing where there are no genres to compare', () => {
    expect(calibration(['z'], 10, ['a'], genresOf)).toBeNull()
    expect(calibration(['a'], 10, [], genresOf)).toBeNull()
  })
})
