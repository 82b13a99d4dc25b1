import { describe, expect, it } from '@jest/globals'
import type { ViewerKey } from '@upnext/contracts'
import { defaultRows } from './default-rows.ts'
import { readRowsFile } from './read-rows-file.ts'
import type { Experiment, RowsFile, Variant } from './rows-file.ts'
import { applyVariants, variantsOf } from './variants.ts'

const KEYS = Array.from({ length: 100_000 }, (_, number) => `viewer-${number}` as ViewerKey)
/** Enough where many experiments are dealt. */
const SOME = KEYS.slice(0, 20_000)
/** Of chi-square, by degrees of freedom: chance alone goes beyond once in a thousand times. */
const ONE_IN_A_THOUSAND = { 1: 10.83, 2: 13.82, 5: 20.52 } as const

const aVariant = (id: string, share: number): Variant => ({ id, share, page: null, list: {}, ranker: 'learned' })
const anExperiment = (id: string, audience: number, ...shares: number[]): Experiment => ({
  id,
  salt: id,
  audience,
  variants: shares.map((share, number) => aVariant('abc'.charAt(number), share)),
})

function namesFor(key: ViewerKey, ...experiments: Experiment[]): string {
  return variantsOf({ experiments }, key)
    .map(({ experiment, variant }) => `${experiment}.${variant.id}`)
    .join(' ')
}

function chiSquare(names: readonly string[], expected: Readonly<Record<string, number>>): number {
  const counts = count(names)
  expect([...counts.keys()].sort()).toEqual(Object.keys(expected).sort())
  return Object.entries(expected).reduce((sum, [name, share]) => {
    const wanted = share * names.length
    return sum + ((counts.get(name) ?? 0) - wanted) ** 2 / wanted
  }, 0)
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

describe('variants', () => {
  it('are dealt by the shares that the file says', () => {
    const experiment = anExperiment('a', 1, 0.5, 0.3, 0.2)
    const names = KEYS.map((key) => namesFor(key, experiment))
    expect(chiSquare(names, { 'a.a': 0.5, 'a.b': 0.3, 'a.c': 0.2 })).toBeLessThan(ONE_IN_A_THOUSAND[2])
  })

  it('are dealt to the audience only', () => {
    const names = SOME.map((key) => namesFor(key, anExperiment('a', 0.25, 0.5, 0.5)))
    expect(chiSquare(names, { '': 0.75, 'a.a': 0.125, 'a.b': 0.125 })).toBeLessThan(ONE_IN_A_THOUSAND[2])
    expect(SOME.some((key) => namesFor(key, anExperiment('a', 0, 0.5, 0.5)) !== '')).toBe(false)
  })

  it('of one experiment say nothing of those of another', () => {
    const names = SOME.map((key) => namesFor(key, anExperiment('a', 1, 0.5, 0.5), anExperiment('b', 1, 0.5, 0.3, 0.2)))
    const shares = { 'a.a': 0.5, 'a.b': 0.5 }
    const others = { 'b.a': 0.5, 'b.b': 0.3, 'b.c': 0.2 }
    const expected = Object.entries(shares).flatMap(([a, of]) =>
      Object.entries(others).map(([b, share]) => [`${a} ${b}`, of * share] as const),
    )
    expect(chiSquare(names, Object.fromEntries(expected))).toBeLessThan(ONE_IN_A_THOUSAND[5])
  })

  it('stay with a viewer when the audience grows', () => {
    for (const key of KEYS.slice(0, 5000)) {
      const few = namesFor(key, anExperiment('a', 0.1, 0.5, 0.5))
      const more = namesFor(key, anExperiment('a', 0.6, 0.5, 0.5))
      expect(few === '' || few === more).toBe(true)
    }
  })

  it('are the same for ever: these were dealt once', () => {
    const dealt = KEYS.slice(0, 8).map((key) => namesFor(key, anExperiment('a', 0.5, 0.5, 0.5)))
    expect(dealt).toEqual(['a.b', 'a.a', '', '', '', '', 'a.a', 'a.b'])
  })

  it('are dealt anew with another salt, and guests get none', () => {
    const experiment = anExperiment('a', 1, 0.5, 0.5)
    const moved = SOME.filter((key) => namesFor(key, experiment) !== namesFor(key, { ...experiment, salt: 'other' }))
    expect(Math.abs(moved.length / SOME.length - 0.5)).toBeLessThan(0.02)
    expect(variantsOf({ experiments: [experiment] }, null)).toEqual([])
  })
})

describe('what variants change', () => {
  const file: RowsFile = aFile(`
version: 1
name: n
defaults: { list: { diversity: 0.5 } }
pages:
  home: { rows: [{ id: a, type: popular }] }
  other: { rows: [{ id: b, type: popular }] }
  third: { rows: [{ id: c, type: popular }] }
`)
  const of = (...changes: Partial<Variant>[]) =>
    changes.map((change) => ({ experiment: 'e', variant: { ...aVariant('a', 1), ...change } }))
  const instead = (insteadOf: string, use: string) => ({ page: { insteadOf, use } })
  const pageOf = (...changes: Partial<Variant>[]) => applyVariants(file, 'home', of(...changes))?.page.id

  it('is nothing where there are none', () => {
    const page = file.pages.get('home')
    expect(applyVariants(file, 'home', [])).toEqual({ page, list: file.list, ranker: 'learned' })
    expect(applyVariants(file, 'nowhere', [])).toBeNull()
    expect(applyVariants(defaultRows(), 'title', [])?.page.id).toBe('title')
  })

  it('is the page, by each experiment after the ones before', () => {
    expect(pageOf(instead('home', 'other'))).toBe('other')
    expect(pageOf(instead('home', 'other'), instead('other', 'third'))).toBe('third')
    expect(pageOf(instead('other', 'third'), instead('home', 'other'))).toBe('other')
    expect(applyVariants(file, 'third', of(instead('home', 'other')))?.page.id).toBe('third')
  })

  it('is the list settings, where later ones win, and the ranker', () => {
    const variants = of({ list: { diversity: 0.1, fatigue: 1 } }, { list: { diversity: 0 }, ranker: 'blend' }, {})
    const list = { ...file.list, diversity: 0, fatigue: 1 }
    expect(applyVariants(file, 'home', variants)).toMatchObject({ list, ranker: 'blend' })
  })
})

function aFile(text: string): RowsFile {
  const read = readRowsFile(text)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.file
}
