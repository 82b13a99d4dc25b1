import { describe, expect, it } from '@jest/globals'
import { createListTally } from './list-tally.ts'

const traits = (genres: readonly number[], people: readonly number[] = [], group = -1) => ({ genres, people, group })

describe('a tally of a list', () => {
  it('divides the vote of a title among its genres', () => {
    const tally = createListTally()
    tally.add(traits([0, 1]))
    tally.add(traits([1]))
    tally.add(traits([]))
    expect(tally.withGenres()).toBe(2)
    expect([0, 1, 2, 5000].map((genre) => tally.votesFor(genre))).toEqual([0.5, 1.5, 0, 0])
  })

  it('knows how like a title is to those that are there', () => {
    const tally = createListTally()
    expect(tally.alike(traits([0]))).toBe(0)
    tally.add(traits([0]))
    // One of the same genre, and one that is thought to be there.
    expect(tally.alike(traits([0]))).toBeCloseTo(1 / 2)
    tally.add(traits([0, 1]))
    expect(tally.alike(traits([0]))).toBeCloseTo((1 + Math.SQRT1_2) / 3)
    expect(tally.alike(traits([2]))).toBe(0)
    // Mean cosine among the two, each with itself, too: (2 + 2 / sqrt(2)) / 4; two of three.
    expect(tally.alike(traits([]))).toBeCloseTo((((2 + Math.SQRT2) / 4) * 2) / 3)
  })

  it('counts series and people, whatever their numbers', () => {
    const tally = createListTally()
    tally.add(traits([], [3, 70_000], 900))
    tally.add(traits([], [70_000], -1))
    expect(tally.samePerson(traits([], [3, 70_000]))).toBe(2)
    expect(tally.samePerson(traits([], [3, 4]))).toBe(1)
    expect(tally.samePerson(traits([]))).toBe(0)
    expect(tally.groupMates(traits([], [], 900))).toBe(1)
    expect(tally.groupMates(traits([], [], -1))).toBe(0)
  })

  it('is empty once cleared', () => {
    const tally = createListTally()
    tally.add(traits([0, 300], [3], 9))
    tally.clear()
    expect([tally.withGenres(), tally.votesFor(300), tally.alike(traits([0])), tally.alike(traits([]))]).toEqual([
      0, 0, 0, 0,
    ])
    expect([tally.samePerson(traits([], [3])), tally.groupMates(traits([], [], 9))]).toEqual([0, 0])
  })
})
