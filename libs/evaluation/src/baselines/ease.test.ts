import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '@upnext/recsys'
import { Matrix, inverse } from 'ml-matrix'
import { aDataset, trainingOf } from '../testing/a-dataset.ts'
import { EASE, easeWeights } from './ease.ts'
import { invertInPlace } from './invert.ts'
import { viewingsIn } from './viewings.ts'

const random = seededRandom(5)
const LINES = Array.from(
  { length: 400 },
  (_, at) => `v${Math.floor(random() * 60)} i${Math.floor(random() ** 2 * 23)} ${at}`,
)

describe('easeWeights', () => {
  it('is -P_ij / P_jj of the inverse, as ml-matrix has it', () => {
    const viewings = viewingsIn(trainingOf(aDataset(LINES, ['v1 i1 999'])))
    const { items, viewers, titlesOf } = viewings
    const n = items.length
    const seen = Matrix.zeros(viewers, n)
    for (let viewer = 0; viewer < seen.rows; viewer++) {
      for (const title of titlesOf(viewer)) seen.set(viewer, title, 1)
    }
    const p = inverse(seen.transpose().mmul(seen).add(Matrix.eye(n).mul(20)))
    const weights = easeWeights(viewings, 20, () => undefined)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const expected = i === j ? 0 : -p.get(i, j) / p.get(j, j)
        expect(weights[i * n + j]).toBeCloseTo(expected, 5)
      }
    }
  })
})

describe('EASE', () => {
  it('is left out where the catalogue is large, with the reason', () => {
    const data = trainingOf(aDataset(LINES, ['v1 i1 999']))
    expect(EASE.absentBecause?.(data)).toBeNull()
    expect(EASE.absentBecause?.({ ...data, itemCount: 5000 })).toContain('5000 titles are too many')
  })
})

describe('invertInPlace', () => {
  it('refuses what is not positive definite', () => {
    expect(() => invertInPlace(Float64Array.of(1, 2, 2, 1), 2, () => undefined)).toThrow(RangeError)
  })
})
