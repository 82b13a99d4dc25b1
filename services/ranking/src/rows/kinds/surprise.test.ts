import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, factOf, idsOf } from '../../testing/a-row-world.ts'
import { surprise } from './surprise.ts'

const fitting = Array.from({ length: 23 }, (_, i) => `fit-${i}`)
const ITEMS = ['heat', ...fitting].map((itemId) => anItem({ itemId }))
/** The last three are beyond the best twenty; as shares of the first of them their scores are 1, 1/2 and 0.3. */
const scores = [...Array.from({ length: 20 }, (_, i) => 1 - i / 100), 0.1, 0.05, 0.03]
const MODEL = aModel({ heat: fitting.map((id, i) => [id, scores[i] ?? 0]) })
const rowFor = (seed: string, watched = ['heat']) =>
  surprise(aSpec('surprise'), aRowWorld({ items: ITEMS, model: MODEL, watched, seed }).context)[0]

describe('surprise', () => {
  it('draws what fits, but none of the best, and says that it was chance', () => {
    const row = rowFor('a')
    expect(idsOf(row).sort()).toEqual(['fit-20', 'fit-21', 'fit-22'])
    expect(row?.candidates.map((one) => factOf(one)?.type)).toEqual(Array(3).fill(ReasonType.REASON_TYPE_EXPLORATION))
    expect(row).toMatchObject({ rowId: 'surprise', inOrder: true, title: { template: 'surprise' } })
  })

  it('is the same for the same seed', () => {
    expect(rowFor('a')?.candidates).toEqual(rowFor('a')?.candidates)
  })

  it('draws each place as often as its propensity says', () => {
    const draws = Array.from({ length: 2000 }, (_, i) => rowFor(`seed ${i}`)?.candidates ?? [])
    const weights = new Map([1, 0.5, 0.3].map((share, i) => [`fit-${20 + i}`, Math.exp(share / 0.5)]))
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
    for (const [id, weight] of weights) {
      const firsts = draws.filter(([first]) => first?.title.itemId === id)
      expect(firsts[0]?.[0]?.propensity).toBeCloseTo(weight / total, 5)
      // Five standard deviations of 2,000 draws.
      expect(Math.abs(firsts.length / draws.length - weight / total)).toBeLessThan(0.056)
      // Given the first, the second is drawn from what is left; the third had no choice.
      for (const [, second, third] of firsts.slice(0, 20)) {
        const other = weights.get(second?.title.itemId ?? '') ?? 0
        expect(second?.propensity).toBeCloseTo(other / (total - weight), 5)
        expect(third?.propensity).toBeCloseTo(1, 9)
      }
    }
  })

  it('says the probabilities of a draw without them where other rows have taken some', () => {
    const share = (id: string) => Math.exp(([1, 0.5, 0.3][Number(id.slice(4)) - 20] ?? 0) / 0.5)
    let firsts = 0
    for (let i = 0; i < 2000; i++) {
      const row = rowFor(`seed ${i}`)
      const left = row?.candidates.filter(({ title }) => title.itemId !== 'fit-20') ?? []
      const [first, second] = row?.odds?.(left) ?? []
      const [one, other] = [share('fit-21'), share('fit-22')]
      const isOne = first?.title.itemId === 'fit-21'
      expect(first?.propensity).toBeCloseTo((isOne ? one : other) / (one + other), 5)
      expect(second?.propensity).toBeCloseTo(1, 9)
      if (isOne) firsts++
    }
    // Five standard deviations of 2,000 draws.
    expect(Math.abs(firsts / 2000 - share('fit-21') / (share('fit-21') + share('fit-22')))).toBeLessThan(0.056)
  })

  it('is left out where there is nothing to draw from', () => {
    expect(rowFor('a', [])).toBeUndefined()
  })
})
