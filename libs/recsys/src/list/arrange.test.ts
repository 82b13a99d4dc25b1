import { describe, expect, it } from '@jest/globals'
import { NO_EFFECT, aListQuery, aListTitle } from '../testing/a-list.ts'
import { WINDOW, createArrange } from './arrange.ts'
import { createListTally } from './list-tally.ts'

const DRAMA = 0
const COMEDY = 1
const WAR = 2

const arrange = createArrange()
const varied = (diversity: number) => ({ ...NO_EFFECT, diversity })
const calibrated = (calibration: number) => ({ ...NO_EFFECT, calibration })

describe('diversity', () => {
  const titles = [
    aListTitle(10, { genres: [DRAMA] }),
    aListTitle(9, { genres: [DRAMA] }),
    aListTitle(8, { genres: [COMEDY] }),
  ]

  it('prefers another genre of about the same score', () => {
    expect(arrange(aListQuery(titles, { settings: varied(0.5) }))).toEqual([0, 2, 1])
    expect(arrange(aListQuery(titles))).toEqual([0, 1, 2])
  })

  it.each([
    ['series', { group: 4 }, { group: 5 }],
    ['person', { people: [4, 6] }, { people: [5] }],
  ])('keeps titles of one %s apart', (_, same, other) => {
    const list = [aListTitle(10, same), aListTitle(9, same), aListTitle(8, other), aListTitle(7.5, other)]
    expect(arrange(aListQuery(list, { settings: varied(1) }))).toEqual([0, 2, 1, 3])
  })

  it('minds what stands above on the page', () => {
    const above = createListTally()
    above.add({ genres: [COMEDY], people: [7], group: 3 })
    const list = (other: object) => [aListTitle(10, other), aListTitle(9.5)]
    const asked = { settings: varied(1), above }
    expect(arrange(aListQuery(list({ group: 3 }), asked))).toEqual([1, 0])
    expect(arrange(aListQuery(list({ people: [7] }), asked))).toEqual([1, 0])
    expect(arrange(aListQuery(list({ group: 2, people: [8] }), asked))).toEqual([0, 1])
    const byGenre = [aListTitle(10, { genres: [COMEDY] }), aListTitle(9.5, { genres: [WAR] })]
    expect(arrange(aListQuery(byGenre, asked))).toEqual([1, 0])
  })

  it('never puts a title before one that is stronger by more than the bound', () => {
    const alike = { genres: [DRAMA], people: [1, 2], group: 1 }
    const weak = aListTitle(1, { genres: [WAR] })
    const list = (score: number) => [aListTitle(score, alike), aListTitle(score, alike), aListTitle(score, alike), weak]
    expect(arrange(aListQuery(list(16.1), { settings: varied(1) }))).toEqual([0, 1, 2, 3])
    expect(arrange(aListQuery(list(4.1), { settings: varied(0.5) }))).toEqual([0, 1, 2, 3])
    expect(arrange(aListQuery(list(15.9), { settings: varied(1) }))).toEqual([0, 3, 1, 2])
  })

  it('neither prefers nor punishes a title of unknown genres', () => {
    const drama = { genres: [DRAMA] }
    const list = [aListTitle(10, drama), aListTitle(9, drama), aListTitle(8.9), aListTitle(8.8, { genres: [WAR] })]
    expect(arrange(aListQuery(list, { settings: varied(0.3) }))).toEqual([0, 3, 1, 2])
  })
})

describe('calibration', () => {
  const halfAndHalf = [0.5, 0.5]

  it('fills up the genres that the viewer likes and the list lacks', () => {
    const titles = [10, 9, 8, 7].map((score) => aListTitle(score, { genres: [DRAMA] }))
    const list = [...titles, ...[6, 5.9].map((score) => aListTitle(score, { genres: [COMEDY] }))]
    const order = arrange(aListQuery(list, { settings: calibrated(1), taste: halfAndHalf, count: 4 }))
    expect(order.slice(0, 4)).toEqual([0, 4, 1, 5])
    expect(arrange(aListQuery(list, { settings: calibrated(1), taste: [1] }))).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('does nothing where no taste is known', () => {
    const list = [
      aListTitle(2, { genres: [DRAMA] }),
      aListTitle(2, { genres: [DRAMA] }),
      aListTitle(1, { genres: [WAR] }),
    ]
    expect(arrange(aListQuery(list, { settings: calibrated(1), taste: [] }))).toEqual([0, 1, 2])
  })

  it('never puts a title before one that is stronger by more than the bound', () => {
    const list = [
      ...Array.from({ length: 30 }, () => aListTitle(17, { genres: [DRAMA] })),
      aListTitle(1, { genres: [WAR] }),
    ]
    const order = arrange(aListQuery(list, { settings: calibrated(1), taste: [0.01, 0, 0.99] }))
    expect(order).toEqual([...list.keys()])
  })
})

describe('popularity', () => {
  const list = [aListTitle(2, { popularity: 0.1 }), aListTitle(1, { popularity: 1 }), aListTitle(1, { popularity: 0 })]

  it('draws to what many watch above 0, and to what few do below', () => {
    const by = (popularity: number) => arrange(aListQuery(list, { settings: { ...NO_EFFECT, popularity } }))
    expect(by(1)).toEqual([1, 0, 2])
    expect(by(0)).toEqual([0, 1, 2])
    expect(by(-1)).toEqual([2, 0, 1])
  })
})

describe('fatigue', () => {
  it('halves a score with each time that a title was passed over, at its greatest', () => {
    const list = (shown: number) => [aListTitle(8, { shown }), aListTitle(3), aListTitle(1.5)]
    const by = (fatigue: number, shown: number) =>
      arrange(aListQuery(list(shown), { settings: { ...NO_EFFECT, fatigue } }))
    expect(by(1, 1)).toEqual([0, 1, 2])
    expect(by(1, 2)).toEqual([1, 0, 2])
    expect(by(1, 3)).toEqual([1, 2, 0])
    expect(by(0.5, 3)).toEqual([1, 0, 2])
    expect(by(0, 8)).toEqual([0, 1, 2])
  })
})

describe('arrange', () => {
  const allOn = { diversity: 1, calibration: 1, popularity: 0.5, fatigue: 1 }

  it('leaves equal titles in their order', () => {
    const list = Array.from({ length: 8 }, () => aListTitle(1, { genres: [DRAMA], people: [1], group: 1 }))
    expect(arrange(aListQuery(list, { settings: allOn, taste: [0.5, 0.5] }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('takes the order as given where a later score is greater, as those of a step of last resort are', () => {
    const list = [aListTitle(0.01), aListTitle(0.9), aListTitle(0.8)]
    expect(arrange(aListQuery(list, { settings: allOn }))).toEqual([0, 1, 2])
  })

  it('looks at so many titles for each place, and leaves those after them alone', () => {
    const list = Array.from({ length: 10 }, (_, at) => aListTitle(1, { shown: at < 9 ? 5 : 0 }))
    const settings = { ...NO_EFFECT, fatigue: 1 }
    expect(arrange(aListQuery(list, { settings, count: 3 }))).toEqual([...list.keys()])
    expect(arrange(aListQuery(list, { settings, count: 4 }))[0]).toBe(9)
    expect(WINDOW).toBe(3)
  })

  it('remembers nothing of the list before', () => {
    const asked = aListQuery(
      [3, 2, 1].map((score, at) => aListTitle(score, { genres: [at % 2], people: [at % 2], group: at % 2 })),
      { settings: allOn, taste: [0.2, 0.8] },
    )
    const first = arrange(asked)
    arrange(aListQuery([aListTitle(1, { genres: [1], people: [1, 900], group: 500 })], { settings: allOn, taste: [1] }))
    expect(arrange(asked)).toEqual(first)
    expect(createArrange()(asked)).toEqual(first)
  })

  it('answers nothing for nothing', () => {
    expect(arrange(aListQuery([], { settings: allOn }))).toEqual([])
    expect(arrange(aListQuery([aListTitle(1)], { settings: allOn, count: 0 }))).toEqual([0])
  })
})
