import { expect, it } from '@jest/globals'
import { judgeRow } from './judge-answer.ts'

it('an empty row and a title from outside the catalogue are counted, a good row is not', () => {
  const counts = { empty: 0, foreign: 0 }
  const catalogue = new Set(['title-1', 'title-2'])
  judgeRow(['title-1', 'title-2'], catalogue, counts)
  expect(counts).toEqual({ empty: 0, foreign: 0 })
  judgeRow([], catalogue, counts)
  judgeRow(['title-1', 'title-9'], catalogue, counts)
  expect(counts).toEqual({ empty: 1, foreign: 1 })
})
