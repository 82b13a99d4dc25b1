import { describe, expect, it } from '@jest/globals'
import { viewerKey } from '@upnext/contracts'
import type { KeyedRecord } from './read-record.ts'
import { splitBatch } from './split-batch.ts'

const keys = { secret: Buffer.alloc(16), namespace: '' }

const records = (viewers: string): KeyedRecord[] =>
  Array.from(viewers, (id, i) => ({
    record: { offset: 10 + i, key: Buffer.from(id), value: Buffer.alloc(0), headers: {} },
    viewer: viewerKey(keys, id),
  }))

const offsets = (runs: ReturnType<typeof splitBatch>) =>
  runs.map((run) => [run.records.map(({ record }) => record.offset), run.nextOffset])

describe('splitting a batch', () => {
  it('starts a new run where one viewer more would be too many', () => {
    expect(offsets(splitBatch(records('aabcab'), 16, 2))).toEqual([
      [[10, 11, 12], 13],
      [[13, 14], 15],
      [[15], 16],
    ])
  })

  it('keeps a batch of few viewers in one run, up to its own end', () => {
    expect(offsets(splitBatch(records('ab'), 20, 2))).toEqual([[[10, 11], 20]])
  })

  it('answers one empty run for a gap in the log', () => {
    expect(offsets(splitBatch([], 20, 2))).toEqual([[[], 20]])
  })
})
