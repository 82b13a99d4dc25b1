/** Nothing that is chosen or learned may depend on what is held out: the same training part, other targets, the same model. */
import { describe, expect, it } from '@jest/globals'
import { SERVING_CAPS, TRAINING_CAPS } from '@upnext/profiles'
import type { Dataset } from '../data/dataset.ts'
import { evaluate } from '../evaluate.ts'
import { atCut } from '../protocols/at-cut.ts'
import type { Exam } from '../protocols/exam.ts'
import { successive } from '../protocols/successive.ts'
import type { ModelEntry, Recommender, TrainingData } from '../recommender.ts'
import type { Report } from '../report/report.ts'
import { aDataset, aQuery, trainingOf } from '../testing/a-dataset.ts'
import { plantedLines } from '../testing/planted-lines.ts'
import { UPNEXT } from './upnext.ts'

const LINES = plantedLines({ viewers: 102, genres: 3, perGenre: 9, plays: 12, seed: 4 })
const CUT = Math.floor(LINES.length * 0.9)
const TRAIN = LINES.slice(0, CUT)
const TEST = LINES.slice(CUT)

/** Every held-out line gets another one's title. Titles are numbered by the training part, which is the same. */
function permuted(lines: readonly string[]): string[] {
  return lines.map((line, at) => {
    const [viewer = '', , second = ''] = line.split(' ')
    const [, item = ''] = lines[(at * 7 + 5) % lines.length]?.split(' ') ?? []
    return [viewer, item, second].join(' ')
  })
}

interface Evaluated {
  readonly report: Report
  /** By the frozen model: settings, rows and weights all show in its answers. */
  readonly answers: readonly (readonly string[])[]
}

function evaluated(dataset: Dataset, examOf: (training: TrainingData) => Exam): Evaluated {
  const training = trainingOf(dataset)
  let fitted: Recommender | undefined
  const model: ModelEntry = {
    ...UPNEXT,
    fit: (data, onProgress) => {
      const recommenders = [UPNEXT.fit(data, onProgress)].flat()
      fitted = recommenders[0]
      return recommenders
    },
  }
  const report = evaluate({
    data: 'planted',
    protocol: 'successive',
    dataset,
    training,
    exam: examOf(training),
    models: [model],
    gauges: { nowMs: () => 0, peakMemoryMb: () => 1 },
    onProgress: () => undefined,
  })
  const histories = [['g0-1'], ['g1-2', 'g1-1'], ['g2-5', 'g0-3', 'g2-4', 'g2-3']]
  return { report, answers: histories.map((history) => fitted?.recommend(aQuery(history)) ?? []) }
}

function successiveReport(test: readonly string[]): Evaluated {
  const dataset = aDataset(TRAIN, test)
  const settings = { servingCaps: SERVING_CAPS, trainingCaps: TRAINING_CAPS, allowSeen: false, targetMinRating: null }
  return evaluated(dataset, (training) => successive(dataset, settings, training.profiles))
}

function timelessReport(test: readonly string[]): Evaluated {
  const atOnce = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/ \d+$/, ' 1'))
  const dataset = aDataset(atOnce(TRAIN), atOnce(test), { timeless: true })
  const settings = { caps: SERVING_CAPS, allowSeen: false, targetMinRating: null, sampleUsers: null, seed: 1 }
  return evaluated(dataset, () => atCut(dataset, settings))
}

describe('what is chosen for an evaluation', () => {
  it.each([
    ['in time', successiveReport, ['upnext', 'upnext-live', 'unlearned-blend', 'upnext-page'], 'time'],
    ['without time', timelessReport, ['upnext', 'unlearned-blend', 'upnext-page'], 'random'],
  ])('stays the same, trials, settings and weights, when held-out titles change places: %s', (_, run, names, kind) => {
    const [one, other] = [run(TEST), run(permuted(TEST))]
    const [row, otherRow] = [one.report.rows[0], other.report.rows[0]]
    // The questions are others, and the answers fit them less: the test would notice.
    expect(other.report.split).not.toEqual(one.report.split)
    expect(otherRow?.['NDCG@10']).not.toEqual(row?.['NDCG@10'])
    expect(one.report.rows.map(({ model }) => model)).toEqual(names)
    expect(row?.['report']).toMatchObject({ tuning: { kind } })
    expect(JSON.stringify(otherRow?.['report'])).toBe(JSON.stringify(row?.['report']))
    expect(one.answers.map(({ length }) => length > 5)).toEqual([true, true, true])
    expect(other.answers).toEqual(one.answers)
  })
})
