import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { ARRANGE_SETTINGS } from '@upnext/recsys'
import { aDataset, aQuery, idsOf } from '../testing/a-dataset.ts'
import { arranged } from './page-recommender.ts'

const QUERY = aQuery(['d-seen', 'c-seen'])
const SCORED = ['d1', 'd2', 'd3', 'd4', 'c1', 'w1'].map((id, at) => ({ item: itemHash(id), score: 1 - at / 20 }))
const GENRES = new Map(
  'd-seen c-seen d1 d2 d3 d4 c1 w1'.split(' ').map((id) => [itemHash(id), [`genres:${id[0] ?? ''}`]]),
)

describe('lists as a page shows them', () => {
  it('are put in order by the genres of the titles and of the history', () => {
    const asked: number[] = []
    const recommend = arranged(
      ({ limit }) => {
        asked.push(limit)
        return SCORED
      },
      (item) => GENRES.get(item) ?? [],
    )
    const dataset = aDataset(['v d1 1', 'v d2 1', 'v d3 1', 'v d4 1', 'v c1 1', 'v w1 1'], [])
    const list = idsOf(dataset, recommend({ ...QUERY, limit: 4 }))
    expect(list).toHaveLength(4)
    expect(list.slice(0, 2)).toEqual(['d1', 'c1'])
    expect(asked).toEqual([12])
    expect(ARRANGE_SETTINGS.diversity).toBeGreaterThan(0)
  })
})
