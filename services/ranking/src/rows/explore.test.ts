import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { anItem } from '@upnext/testkit'
import fc from 'fast-check'
import type { Candidate } from './candidate.ts'
import { explore, placesToGive } from './explore.ts'

const catalog = createCatalog()
for (let i = 0; i < 60; i++) catalog.apply({ item: anItem({ itemId: `t${i}` }), receivedAtMs: 0 })

function candidate(id: number, score: number): Candidate {
  const title = catalog.byId(`t${id}`)
  if (title === undefined) throw new Error('the catalogue lost a title')
  return { title, score, causes: [] }
}

const rowOf = (length: number): Candidate[] => Array.from({ length }, (_, i) => candidate(i, 1 - i / 100))
/** Titles that are in no row. */
const poolOf = (...scores: number[]): Candidate[] => scores.map((score, i) => candidate(30 + i, score))
const idsOf = (row: readonly Candidate[]): string[] => row.map(({ title }) => title.itemId)

describe('placesToGive', () => {
  it.each<[number, number, number[]]>([
    [20, 0.1, [5, 15]],
    [10, 0.1, [5]],
    [9, 0.1, []],
    [20, 0, []],
    [6, 0.5, [3, 5]],
    [4, 1, [2, 3]],
  ])('of %d places and a share of %d are %j', (length, share, places) => {
    expect(placesToGive(length, share)).toEqual(places)
  })
})

describe('explore', () => {
  it('changes no more than its share of a row, never the first two, and keeps the order of the others', () => {
    const anyCase = fc.record({
      length: fc.nat(30),
      share: fc.constantFrom(0, 0.05, 0.1, 0.3, 1),
      scores: fc.array(fc.double({ min: 0.001, max: 9, noNaN: true }), { maxLength: 20 }),
      seed: fc.string(),
    })
    fc.assert(
      fc.property(anyCase, ({ length, share, scores, seed }) => {
        const row = rowOf(length)
        const pool = poolOf(...scores)
        const chosen = explore(row, { share, seed }, () => pool)
        const byChance = chosen.filter(({ propensity }) => propensity !== undefined)
        expect(chosen).toHaveLength(length)
        expect(new Set(idsOf(chosen)).size).toBe(length)
        expect(byChance.length).toBeLessThanOrEqual(share * length)
        expect(idsOf(chosen.slice(0, 2))).toEqual(idsOf(row.slice(0, 2)))
        const others = idsOf(chosen.filter(({ propensity }) => propensity === undefined))
        expect(others).toEqual(idsOf(row).slice(0, others.length))
        for (const { title } of byChance) expect(idsOf(pool)).toContain(title.itemId)
        for (let i = 1; i < length; i++) expect(chosen[i]?.score).toBeLessThanOrEqual(chosen[i - 1]?.score ?? 0)
      }),
    )
  })

  it('chooses each title as often as its propensity says, which is its share of the scores', () => {
    const counts = new Map<string, number>()
    const propensities = new Map<string, number>()
    const tries = 4000
    for (let seed = 0; seed < tries; seed++) {
      const [found] = explore(rowOf(10), { share: 0.1, seed: `viewer ${seed}` }, () => poolOf(1, 4, 3, 2)).slice(5)
      const id = found?.title.itemId ?? ''
      counts.set(id, (counts.get(id) ?? 0) + 1)
      propensities.set(id, found?.propensity ?? 0)
    }
    expect([...propensities.values()].sort()).toEqual([0.1, 0.2, 0.3, 0.4])
    for (const [id, propensity] of propensities) {
      expect(Math.abs((counts.get(id) ?? 0) / tries - propensity)).toBeLessThan(0.03)
    }
  })

  it('gives each place probabilities that sum to 1, whatever the other places got', () => {
    const [row, pool] = [rowOf(20), poolOf(5, 1, 2, 4, 3)]
    const seen = [new Map<string, number>(), new Map<string, number>()]
    for (let seed = 0; seed < 300; seed++) {
      const chosen = explore(row, { share: 0.1, seed: `${seed}` }, () => pool)
      ;[5, 15].forEach((place, turn) => {
        seen[turn]?.set(chosen[place]?.title.itemId ?? '', chosen[place]?.propensity ?? 0)
      })
    }
    for (const propensities of seen) {
      expect([...propensities.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12)
    }
  })

  it('is the same for the same seed', () => {
    const answer = (seed: string): string[] =>
      idsOf(explore(rowOf(20), { share: 0.1, seed }, () => poolOf(5, 1, 2, 4, 3)))
    expect(answer('a 20000')).toEqual(answer('a 20000'))
    const others = Array.from({ length: 10 }, (_, day) => answer(`a ${day}`).join(' '))
    expect(new Set(others).size).toBeGreaterThan(1)
  })

  it('leaves a row as it is where there is nothing to try, and does not look for it where no place is to be given', () => {
    const row = rowOf(20)
    expect(explore(row, { share: 0.1, seed: '' }, () => [])).toEqual(row)
    const never = (): never => {
      throw new Error('was asked')
    }
    expect(explore(row, { share: 0, seed: '' }, never)).toBe(row)
    expect(explore(rowOf(5), { share: 0.1, seed: '' }, never)).toHaveLength(5)
  })
})
