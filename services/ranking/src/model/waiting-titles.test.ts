import { expect, it } from '@jest/globals'
import { TitleUpdate, itemHash } from '@upnext/contracts'
import { createWaitingTitles } from './waiting-titles.ts'

const anUpdate = (itemId: string, rowSet = 'pairs'): TitleUpdate =>
  TitleUpdate.fromPartial({ item: Buffer.from(itemHash(itemId)), rows: [{ rowSet }] })

it('gives back what waits for a model, once, and of each title and rows the last', () => {
  const waiting = createWaitingTitles()
  const [first, later, others] = [anUpdate('heat'), anUpdate('heat'), anUpdate('heat', 'likes')]
  for (const update of [first, others, later]) waiting.keep('m1', update)
  const taken = waiting.take('m1')
  expect(taken).toEqual([later, others])
  expect(taken[0]).toBe(later)
  expect(waiting.take('m1')).toEqual([])
})

it('forgets the model that was heard of least recently, and takes no more titles than it may', () => {
  const waiting = createWaitingTitles(2, 1)
  waiting.keep('m1', anUpdate('heat'))
  waiting.keep('m2', anUpdate('heat'))
  waiting.keep('m1', anUpdate('ran'))
  waiting.keep('m3', anUpdate('heat'))
  expect(['m1', 'm2', 'm3'].map((model) => waiting.take(model))).toEqual([[anUpdate('heat')], [], [anUpdate('heat')]])
})
