/** A model of five titles and two row sets, for tests. */
import type { Model, Ranker } from '../model/model.ts'
import { START_MS, title } from './some-histories.ts'
import { rowSet } from './row-set.ts'
import type { Row } from './row-set.ts'

export const NEAR: readonly Row[] = [
  [
    [2, 1],
    [3, 0.5],
  ],
  [
    [3, 1],
    [4, 0.75],
    [0, -0.25],
  ],
  [],
  [],
  [[2, 0.25]],
]
export const FAR: readonly Row[] = [[[4, 0.5]], [[2, 0.5]], [[0, 1]], [], []]

export function aModel(change: { ranker?: Ranker | null; again?: Ranker | null; historyLimit?: number } = {}): Model {
  return {
    items: [0, 1, 2, 3, 4].map(title),
    popularity: {
      total: Float32Array.of(5, 0, 7, 7, 1),
      month: Float32Array.of(1, 0, 0.5, 2, 1),
      days: Float32Array.of(0.25, 0, 0.125, 2, 1),
      asOfMs: START_MS,
    },
    rowSets: new Map([
      ['near', rowSet(NEAR)],
      ['far', rowSet(FAR)],
    ]),
    parameters: {
      channels: [
        { rowSet: 'near', recency: 2 },
        { rowSet: 'far', recency: 20 },
        { rowSet: 'near', recency: null },
      ],
      blend: [1, 0.5, 0.25],
      ranker: null,
      again: null,
      historyLimit: 100,
      ...change,
    },
  }
}

/** Of three channels, linear and logarithmic, and three popularities. */
export const RANKER: Ranker = { weights: [0.7, -0.2, 0.4, 0.9, 0.3, 0.1, 0.2, -0.1, 0.05] }
export const AGAIN: Ranker = { weights: [...RANKER.weights, -0.5, 0.8, -0.3] }
