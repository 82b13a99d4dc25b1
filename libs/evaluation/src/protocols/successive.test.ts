import { describe, expect, it } from '@jest/globals'
import { SERVING_CAPS, TRAINING_CAPS } from '@upnext/profiles'
import type { Dataset } from '../data/dataset.ts'
import { aDataset, idsOf, trainingOf } from '../testing/a-dataset.ts'
import type { SuccessiveSettings } from './successive.ts'
import { successive } from './successive.ts'

const SETTINGS: SuccessiveSettings = {
  servingCaps: SERVING_CAPS,
  trainingCaps: TRAINING_CAPS,
  allowSeen: false,
  targetMinRating: null,
}

/** What happens at the desk, as lines. */
function replay(dataset: Dataset, settings: Partial<SuccessiveSettings> = {}): string[] {
  const lines: string[] = []
  const { profiles } = trainingOf(dataset)
  const ids = (list: Iterable<Dataset['items'][number]>): string => idsOf(dataset, [...list]).join(',')
  successive(dataset, { ...SETTINGS, ...settings }, profiles).run({
    ask: ({ query, targets, disliked }) => {
      const excluded = idsOf(dataset, [...query.excluded])
        .toSorted()
        .join('')
      const history = ids(query.history.map((play) => play.item))
      lines.push(`ask ${history}|${excluded}|${ids(targets)}|${ids(disliked)}`)
    },
    learn: (_, { delta }) => lines.push(`learn ${ids(delta.titles.map((title) => title.after.key))}`),
    skip: (reason) => lines.push(`skip ${reason}`),
    onStep: () => undefined,
  })
  return lines
}

describe('successive', () => {
  it('asks from what came before, then folds, event by event', () => {
    expect(replay(aDataset(['a x 1', 'b y 2', 'a z 3'], ['a y 4', 'b x 5', 'a w 6']))).toEqual([
      'ask z,x|xz|y|',
      'learn y',
      'ask y|y|x|',
      'learn x',
      'ask y,z,x|xyz|w|',
      'learn w',
    ])
  })

  it('skips what was seen, but still learns it', () => {
    expect(replay(aDataset(['a x 1', 'b y 2'], ['a x 4']))).toEqual(['skip seen before', 'learn x'])
  })

  it('excludes only the last title where seen ones are allowed', () => {
    const dataset = aDataset(['a x 1', 'a z 2', 'b y 2'], ['a x 4', 'a x 5'])
    expect(replay(dataset, { allowSeen: true })).toEqual(['ask z,x|z|x|', 'learn x', 'ask x,z|x|x|', 'learn x'])
  })

  it('asks about a viewer without a history too', () => {
    expect(replay(aDataset(['a x 1', 'b y 2'], ['c x 4']))[0]).toBe('ask ||x|')
  })

  it('looks only for what was rated well, and asks about what was rated badly', () => {
    const dataset = aDataset(['a x 1 5', 'b y 2 5'], ['a y 4 4', 'a z 5 3', 'a w 6 1'])
    const lines = replay(dataset, { targetMinRating: 4 })
    expect(lines).toEqual([
      'ask x|x|y|',
      'learn y',
      'skip rated too low',
      'learn z',
      'skip rated too low',
      'ask z,y,x|xyz||w',
      'learn w',
    ])
  })

  it('keeps asking from the whole history where the profile has forgotten: what was seen long ago is still no target', () => {
    const dataset = aDataset(['a x 1', 'a y 2', 'b y 2'], ['a x 4', 'a z 5'])
    const lines = replay(dataset, { servingCaps: { ...SERVING_CAPS, recent: 1 } })
    expect(lines).toEqual(['skip seen before', 'learn x', 'ask x|xy|z|', 'learn z'])
  })
})
