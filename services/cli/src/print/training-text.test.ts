import { describe, expect, it } from '@jest/globals'
import type { TrainingAnswer } from '@upnext/standalone/client'
import { trainingLines } from './training-text.ts'

const answer: TrainingAnswer = {
  outcome: 'published',
  model_id: 'm1-x',
  titles: 40,
  viewers: 30,
  events: 600,
  seconds: 1.26,
  problem: null,
  tuning: { kind: 'time', learned: 0.12346, blend: 0.1, adopted: true, winner: null },
}

describe('the text of a training', () => {
  it('says what was trained, and in one line how it was tuned', () => {
    expect(trainingLines(answer)).toEqual([
      'Model m1-x: 40 titles from 600 events of 30 viewers, in 1.3 s',
      'Tuned on the newest plays: NDCG@20 0.1235 with learned weights, 0.1000 without: learned weights are used',
    ])
  })

  it.each<[string, Partial<NonNullable<TrainingAnswer['tuning']>>]>([
    ['a random part of the plays', { kind: 'random' }],
    ['learned weights are not used; better than before', { adopted: false, winner: 'challenger' }],
    ['what was in use before does better and stays', { winner: 'incumbent' }],
    ['A first model, not tuned yet', { kind: 'untuned', learned: null, blend: null, adopted: false }],
    ['Not tuned: too few plays', { kind: 'too-few', learned: null, blend: null, adopted: false }],
  ])('says: %s', (text, change) => {
    const tuning = { kind: 'time', learned: 0.1, blend: 0.1, adopted: true, winner: null, ...change } as const
    expect(trainingLines({ ...answer, tuning })[1]).toContain(text)
  })

  it('says why there is no model', () => {
    const none = { ...answer, model_id: null, tuning: null }
    expect(trainingLines({ ...none, outcome: 'too-few-events' })).toEqual([
      'No model: 600 events are too few to learn from',
    ])
    expect(trainingLines({ ...none, outcome: 'unsound', problem: 'row 3 is not sorted' })[0]).toContain('row 3')
  })
})
