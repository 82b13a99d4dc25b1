import { describe, expect, it } from '@jest/globals'
import {
  activateModel,
  beginUpload,
  claimEpoch,
  findSealed,
  forgetDoomed,
  giveUpUpload,
  parseModelIndex,
  sealUpload,
} from './model-index.ts'
import type { ModelIndex, Upload } from './model-index.ts'

const EMPTY = parseModelIndex(null)
const SEAL = { manifest: { a: 1 }, sizeBytes: 5, sha256: 'x' }

describe('model index', () => {
  it('survives being written down', () => {
    const index = activate(withModels('m1', 'm2'), 'm1')
    expect(parseModelIndex(JSON.stringify(index))).toEqual(index)
  })

  it('does not show an upload before its seal', () => {
    const begun = beginUpload(EMPTY, upload('m1')).state
    expect(findSealed(begun, 'm1')).toBeNull()
    expect(findSealed(sealUpload(begun, upload('m1'), SEAL).state, 'm1')).toEqual({ ...upload('m1'), seal: SEAL })
  })

  it('lets the first of two uploads of one id be sealed, and answers it "ok" again', () => {
    const first = { upload: 'first', id: 'm1', chunks: 1 }
    const second = { upload: 'second', id: 'm1', chunks: 1 }
    const begun = beginUpload(beginUpload(EMPTY, first).state, second).state
    const sealed = sealUpload(begun, first, SEAL)
    expect(sealed.result).toBe('ok')
    expect(sealUpload(sealed.state, first, SEAL)).toEqual({ state: sealed.state, result: 'ok' })
    expect(sealUpload(sealed.state, second, SEAL)).toEqual({ state: sealed.state, result: 'taken' })
    expect(beginUpload(sealed.state, second).result).toBe(false)
    expect(giveUpUpload(sealed.state, second).state).toMatchObject({ models: [first], doomed: [second] })
    expect(giveUpUpload(sealed.state, first).state).toBe(sealed.state)
  })

  it('gives all but the active and the previous model to deletion, uploads under way too', () => {
    const index = activate(activate(withModels('m1', 'm2', 'm3'), 'm1'), 'm2', 'm1')
    const begun = beginUpload(index, upload('m4')).state
    expect(begun.models.map(({ id }) => id)).toEqual(['m1', 'm2', 'm4'])
    const sealed = sealUpload(begun, upload('m4'), SEAL).state
    const late = beginUpload(sealed, upload('m5')).state
    const active = activate(late, 'm4', 'm2')
    expect(active.models.map(({ id }) => id)).toEqual(['m2', 'm4'])
    expect(active.doomed.map(({ id }) => id)).toEqual(['m3', 'm1', 'm5'])
    expect(sealUpload(active, upload('m5'), SEAL)).toEqual({ state: active, result: 'gone' })
    expect(activateModel(active, { expected: 'm4', next: 'm1', epoch: 1 }).result).toEqual({
      ok: false,
      reason: 'missing',
    })
    expect(forgetDoomed(active, new Set(['upload of m1', 'upload of m3'])).state.doomed).toEqual([upload('m5')])
    expect(forgetDoomed(active, new Set()).state).toBe(active)
  })

  it('takes an epoch that it has forgotten as claimed', () => {
    const index = withModels('m1')
    const { state } = activateModel(index, { expected: null, next: 'm1', epoch: 9 })
    expect(state.epoch).toBe(9)
    expect(claimEpoch(state).result).toBe(10)
    expect(activateModel(state, { expected: 'm1', next: 'm1', epoch: 8 }).result).toEqual({
      ok: false,
      reason: 'fenced',
      epoch: 9,
    })
  })
})

function upload(id: string): Upload {
  return { upload: `upload of ${id}`, id, chunks: 1 }
}

function withModels(...ids: string[]): ModelIndex {
  return ids.reduce((index, id) => sealUpload(beginUpload(index, upload(id)).state, upload(id), SEAL).state, EMPTY)
}

/** Activates as the trainer of epoch 1, keeping models that an activation before it would have given to deletion. */
function activate(index: ModelIndex, next: string, expected: string | null = null): ModelIndex {
  const { state, result } = activateModel(index, { expected, next, epoch: 1 })
  expect(result).toEqual({ ok: true })
  return expected === null ? { ...state, models: index.models, doomed: [] } : state
}
