import { describe, expect, it } from '@jest/globals'
import { createRowsBuilder } from './data/rows.ts'
import { aDataset } from './testing/a-dataset.ts'
import { toEvent } from './to-event.ts'

describe('toEvent', () => {
  it('makes half stars of a rating, on the scale of the file', () => {
    const dataset = aDataset(['a x 1 7'], [], { ratingMax: 10 })
    const event = toEvent(dataset, dataset.train, 0)
    expect(event).toMatchObject({ viewer: dataset.viewers[0], occurredAtMs: 1000 })
    expect(event.kind).toMatchObject({
      $case: 'rating',
      value: { itemId: 'x', value: { $case: 'halfStars', value: 7 } },
    })
  })

  it('keeps the rating to itself where models are to be told only what was watched', () => {
    const dataset = aDataset(['a x 1 4'], [], { ungraded: true })
    expect(toEvent(dataset, dataset.train, 0).kind).toMatchObject({ $case: 'watch', value: { itemId: 'x' } })
  })

  it('makes a sitting of its own of any other row, as far as it was watched', () => {
    const rows = createRowsBuilder()
    rows.add({ viewer: 0, item: 0, atMs: 5000, positionS: 90.4, durationS: 5400 })
    rows.add({ viewer: 0, item: 0, atMs: 5000 })
    const train = rows.finish()
    const dataset = aDataset(['a x 1'], [], { train })
    expect(toEvent(dataset, train, 0).kind).toMatchObject({
      $case: 'watch',
      value: { itemId: 'x', positionS: 90, durationS: 5400, sessionId: '0', sessionStartedAtMs: 5000 },
    })
    expect(toEvent(dataset, train, 1).kind).toMatchObject({ value: { positionS: 0, durationS: 0, sessionId: '1' } })
  })
})
