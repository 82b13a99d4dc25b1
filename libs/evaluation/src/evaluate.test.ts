import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { SERVING_CAPS, TRAINING_CAPS } from '@upnext/profiles'
import { BASELINES } from './baselines/baselines.ts'
import type { Dataset } from './data/dataset.ts'
import { evaluate } from './evaluate.ts'
import { successive } from './protocols/successive.ts'
import type { ModelEntry, TrainingData } from './recommender.ts'
import type { Report } from './report/report.ts'
import { aDataset, trainingOf } from './testing/a-dataset.ts'

function report(dataset: Dataset, models: readonly ModelEntry[]): Report {
  const training = trainingOf(dataset)
  const settings = { servingCaps: SERVING_CAPS, trainingCaps: TRAINING_CAPS, allowSeen: false, targetMinRating: null }
  return evaluate({
    data: 'by hand',
    protocol: 'successive',
    dataset,
    training,
    exam: successive(dataset, settings, training.profiles),
    models,
    gauges: { nowMs: () => 0, peakMemoryMb: () => 1 },
    onProgress: () => undefined,
  })
}

/** Always answers w, then y, then v. */
const FIXED: ModelEntry = {
  names: ['fixed'],
  fit: () => ({
    name: 'fixed',
    recommend: ({ excluded }) => ['w', 'y', 'v'].map(itemHash).filter((item) => !excluded.has(item)),
  }),
}

const TRAIN = ['a x 1', 'b y 2', 'a z 3', 'd y 3']
/** a: y at rank 2, then w at rank 1; b: x not found; c: cold viewer; d: v, a cold title, at rank 2. */
const TEST = ['a y 4', 'a w 5', 'b x 6', 'c w 7', 'd v 8']

describe('evaluate', () => {
  const result = report(aDataset(TRAIN, TEST), [FIXED])
  const [row] = result.rows

  it('has the figures that can be worked out by hand', () => {
    expect(row).toMatchObject({
      model: 'fixed',
      'HR@10': 0.75,
      'MRR@10': 0.5,
      'Recall@20': 0.75,
      'coverage@10': 1,
      'LowRated@10': null,
      'diversity@10': null,
      fitSeconds: 0,
    })
    expect(row?.['NDCG@10']).toBeCloseTo((1 + 2 / Math.log2(3)) / 4, 5)
  })

  it('reports cold viewers and cold titles by themselves', () => {
    expect(row?.['slices']).toMatchObject({
      coldViewers: { targets: 1, 'HR@10': 1 },
      coldItems: { targets: 2, 'HR@10': 1, 'MRR@20': 0.75 },
      warmItems: { targets: 2, 'HR@10': 0.5 },
    })
    expect(result.split).toMatchObject({
      questions: 4,
      targets: 4,
      coldViewerTargets: 1,
      trainItems: 3,
      trainViewers: 3,
    })
  })

  it('has a hash that only the targets decide', () => {
    expect(result.split['hash']).toMatch(/^[0-9a-f]{16}$/)
    expect(report(aDataset(TRAIN, TEST), BASELINES).split['hash']).toBe(result.split['hash'])
    expect(report(aDataset(TRAIN, TEST.toReversed()), [FIXED]).split['hash']).toBe(result.split['hash'])
    expect(report(aDataset(TRAIN, ['a y 4']), [FIXED]).split['hash']).not.toBe(result.split['hash'])
  })

  it('says which rows are missing, and why', () => {
    const absent = { ...FIXED, absentBecause: () => 'it is Monday' }
    expect(report(aDataset(TRAIN, TEST), [absent])).toMatchObject({ rows: [], notes: ['no row fixed: it is Monday'] })
  })

  it('counts low-rated titles among the first ten', () => {
    const rated = aDataset(TRAIN, ['a y 4 1', 'a w 5 5', 'b x 6 2'])
    expect(report(rated, [FIXED]).rows[0]?.['LowRated@10']).toBe(0.5)
  })

  it('shows a model nothing of what is held out: permuting the targets changes nothing that is fitted', () => {
    const received: unknown[] = []
    const spy: ModelEntry = {
      names: ['spy'],
      fit: (data: TrainingData) => {
        const profiles = [...data.profiles].map(([viewer, bytes]) => [viewer, Buffer.from(bytes).toString('hex')])
        received.push({ ...data, profiles, content: [...data.content] })
        return { name: 'spy', recommend: () => [] }
      },
    }
    report(aDataset(TRAIN, TEST), [spy])
    report(aDataset(TRAIN, ['a v 4', 'a x 5', 'b w 6', 'c y 7', 'd w 8']), [spy])
    expect(received).toHaveLength(2)
    expect(received[0]).toEqual(received[1])
  })
})
