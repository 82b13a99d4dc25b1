import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildModel } from '../build/build-model.ts'
import { buildNow } from '../build/progress.ts'
import { MODEL_SETTINGS } from '../build/settings.ts'
import { aModel } from '../testing/a-model.ts'
import { rowSet } from '../testing/row-set.ts'
import { plantedHistories, title } from '../testing/some-histories.ts'
import type { PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { checkModel } from './check-model.ts'
import { modelFromBytes, modelToBytes } from './model-bytes.ts'
import { ModelFormatError } from './model-format-error.ts'
import type { Channel, Model, Popularity, RowSet, ScoreParameters } from './model.ts'

function build(histories: readonly PlayHistory[]): Model {
  const configuration = { settings: MODEL_SETTINGS, ranker: { weights: Array(19).fill(0.5) as number[] }, again: null }
  return buildNow(buildModel(buildNow(createTimeline(histories)), configuration, null)).model
}

const few = { viewers: 40, genres: 4, titles: 40, seed: 3 }
const histories = plantedHistories(few)
const model = build(histories)
const bytes = modelToBytes(model)

describe('a model as bytes', () => {
  it('comes back as it was', () => {
    expect(modelFromBytes(bytes)).toEqual(model)
    expect(modelToBytes(modelFromBytes(bytes))).toEqual(bytes)
  })

  it('comes back from the middle of a larger, unaligned buffer', () => {
    const larger = new Uint8Array(bytes.length + 3)
    larger.set(bytes, 3)
    expect(modelFromBytes(larger.subarray(3))).toEqual(model)
  })

  it('is the same for the same histories', () => {
    expect(modelToBytes(build(plantedHistories(few)))).toEqual(bytes)
  })

  it('works for no titles at all', () => {
    expect(modelFromBytes(modelToBytes(build([]))).items).toEqual([])
  })

  it('is refused, never misread, when cut short or too long', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => modelFromBytes(bytes.subarray(0, length))).toThrow(ModelFormatError)
      }),
    )
    expect(() => modelFromBytes(Uint8Array.of(...bytes, 0))).toThrow(ModelFormatError)
  })

  it('is refused or still sound when any bytes were changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(changes, refusedOrSound), { numRuns: 2000 })
    // Most of what matters is at the front.
    const early = fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(early, refusedOrSound), { numRuns: 2000 })
  })

  it('is refused when it is anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        expect(() => modelFromBytes(garbage)).toThrow(ModelFormatError)
      }),
    )
  })
})

function refusedOrSound(changes: readonly (readonly [number, number])[]): void {
  const changed = bytes.slice()
  for (const [at, value] of changes) changed[at] = value
  try {
    expect(checkModel(modelFromBytes(changed))).toEqual([])
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFormatError)
  }
}

describe('checkModel', () => {
  const rows = rowSet([
    [
      [1, 0.5],
      [2, 0.25],
    ],
    [],
    [],
  ])
  const sound: Model = {
    items: [title(0), title(1), title(2)],
    popularity: {
      total: Float32Array.of(1, 0, 2),
      month: Float32Array.of(1, 0, 2),
      days: Float32Array.of(1, 0, 2),
      asOfMs: 5,
    },
    rowSets: new Map([['rows', rows]]),
    parameters: {
      channels: [{ rowSet: 'rows', recency: 2 }],
      blend: [1],
      ranker: { weights: [1, 2, 3, 4, 5] },
      again: { weights: [1, 2, 3, 4, 5, 6, 7, 8] },
      historyLimit: 50,
    },
  }
  const withRows = (change: Partial<RowSet>): Partial<Model> => ({
    rowSets: new Map([['rows', { ...rows, ...change }]]),
  })
  const withPopularity = (change: Partial<Popularity>): Partial<Model> => ({
    popularity: { ...sound.popularity, ...change },
  })
  const withParameters = (change: Partial<ScoreParameters>): Partial<Model> => ({
    parameters: { ...sound.parameters, ...change },
  })
  const withChannel = (change: Partial<Channel>): Partial<Model> =>
    withParameters({ channels: [{ rowSet: 'rows', recency: 2, ...change }] })

  it('finds nothing wrong with a sound model', () => {
    expect(checkModel(sound)).toEqual([])
    expect(checkModel(aModel())).toEqual([])
  })

  it.each<[string, Partial<Model>]>([
    ['ascending order', { items: [title(0), title(2), title(1)] }],
    ['1 popularities', withPopularity({ days: Float32Array.of(1) })],
    ['popularity of title 1', withPopularity({ month: Float32Array.of(1, NaN, 1) })],
    ['popularity of title 2', withPopularity({ total: Float32Array.of(1, 0, -1) })],
    ['as of NaN', withPopularity({ asOfMs: NaN })],
    ['2 offsets', withRows({ offsets: Uint32Array.of(0, 2) })],
    ['go together', withRows({ scores: Float32Array.of(1) })],
    ['smaller than the one before', withRows({ offsets: Uint32Array.of(0, 2, 1, 2) })],
    ['names title 3', withRows({ neighbours: Uint32Array.of(1, 3) })],
    ['names title 0', withRows({ neighbours: Uint32Array.of(0, 2) })],
    ['twice', withRows({ neighbours: Uint32Array.of(1, 1) })],
    ['the score Infinity', withRows({ scores: Float32Array.of(Infinity, 1) })],
    ['best first', withRows({ scores: Float32Array.of(0.1, 0.2) })],
    ['which is not there', withChannel({ rowSet: 'other' })],
    ['the recency 0', withChannel({ recency: 0 })],
    ['2 weights for 1 channels', withParameters({ blend: [1, 2] })],
    ['the blend has a weight', withParameters({ blend: [NaN] })],
    ['0 titles of a history', withParameters({ historyLimit: 0 })],
    ['ranker has 1 weights for 5', withParameters({ ranker: { weights: [1] } })],
    ['ranker has a weight', withParameters({ ranker: { weights: [1, 2, 3, 4, Infinity] } })],
    ['again has 5 weights for 8', withParameters({ again: { weights: [1, 2, 3, 4, 5] } })],
  ])('says what is wrong: %s', (problem, change) => {
    expect(checkModel({ ...sound, ...change })).toEqual([expect.stringContaining(problem)])
  })
})
