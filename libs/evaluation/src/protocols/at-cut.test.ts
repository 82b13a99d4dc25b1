import { describe, expect, it } from '@jest/globals'
import { SERVING_CAPS } from '@upnext/profiles'
import type { Dataset } from '../data/dataset.ts'
import { aDataset, idsOf } from '../testing/a-dataset.ts'
import type { AtCutSettings } from './at-cut.ts'
import { atCut } from './at-cut.ts'

const SETTINGS: AtCutSettings = {
  caps: SERVING_CAPS,
  allowSeen: false,
  targetMinRating: null,
  sampleUsers: null,
  seed: 1,
}

function questions(dataset: Dataset, settings: Partial<AtCutSettings> = {}): { asked: string[]; skipped: string[] } {
  const asked: string[] = []
  const skipped: string[] = []
  const ids = (list: Iterable<Dataset['items'][number]>): string => [...idsOf(dataset, [...list])].sort().join('')
  atCut(dataset, { ...SETTINGS, ...settings }).run({
    ask: ({ query, targets }) => asked.push(`${ids(query.excluded)}|${ids(targets)}`),
    learn: () => undefined,
    skip: (reason) => skipped.push(reason),
    onStep: () => undefined,
  })
  return { asked, skipped }
}

describe('atCut', () => {
  const dataset = aDataset(['a x 1', 'b y 2', 'a z 3'], ['a y 4', 'b x 5', 'a w 6', 'a x 7', 'c z 8'])

  it('asks once a viewer; all that is held out and new are targets', () => {
    expect(questions(dataset)).toEqual({ asked: ['xz|wy', 'y|x', '|z'], skipped: ['seen before'] })
  })

  it('keeps seen targets where they are allowed', () => {
    expect(questions(dataset, { allowSeen: true }).asked[0]).toBe('z|wxy')
  })

  it('asks about a seeded sample of viewers', () => {
    const { asked } = questions(dataset, { sampleUsers: 2, seed: 3 })
    expect(asked).toHaveLength(2)
    expect(questions(dataset, { sampleUsers: 2, seed: 3 }).asked).toEqual(asked)
  })

  it('asks from other histories where there are some', () => {
    const other = aDataset(['a x 1', 'b y 2'], ['a w 6'])
    const histories = aDataset(['a x 1', 'b y 2', 'a y 3'], []).train
    expect(questions({ ...other, histories }).asked).toEqual(['xy|w'])
  })
})
