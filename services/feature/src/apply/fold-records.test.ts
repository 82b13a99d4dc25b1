import { describe, expect, it } from '@jest/globals'
import { ViewerEvent, itemHash, viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { emptyProfile } from '@upnext/profiles'
import { foldRecords, readRecord } from './fold-records.ts'

const viewer = viewerKey({ secret: Buffer.alloc(16), namespace: '' }, '42')
const partition = viewerPartition(viewer)
const empty = ViewerEvent.decode(new Uint8Array())
const decode = (bytes: Uint8Array): ViewerEvent => ViewerEvent.decode(bytes)

const rating = (itemId: string, occurredAtMs: number): ViewerEvent => ({
  ...empty,
  viewer,
  occurredAtMs,
  kind: { $case: 'rating', value: { itemId, value: { $case: 'halfStars', value: 8 } } },
})

const recordOf = (value: Uint8Array, offset = 0): LogRecord => ({
  offset,
  key: Buffer.from(viewer),
  value,
  headers: {},
})

const read = (event: ViewerEvent, offset = 0) =>
  readRecord(recordOf(ViewerEvent.encode(event).finish(), offset), partition, decode)

describe('reading a record', () => {
  it('finds the event and its viewer', () => {
    expect(read(rating('7', 1))).toMatchObject({ outcome: 'event', viewer })
  })

  it('skips a kind that this version does not know', () => {
    expect(read({ ...empty, viewer })).toMatchObject({ outcome: 'skipped' })
  })

  it('gives up bytes that are no event', () => {
    const garbage = readRecord(recordOf(Buffer.from([0xff, 0xff, 0xff])), partition, decode)
    expect(garbage).toMatchObject({ outcome: 'dead', reason: 'UndecodableRecordError' })
  })

  it('gives up a record that stands in another partition than its viewer', () => {
    const value = ViewerEvent.encode(rating('7', 1)).finish()
    const misplaced = readRecord(recordOf(value), (partition + 1) % 48, decode)
    expect(misplaced).toMatchObject({ outcome: 'dead', reason: 'ForeignRecordError' })
  })
})

describe('folding records', () => {
  it('answers changed profiles only', () => {
    const first = foldRecords([read(rating('7', 1)), read(rating('8', 2))], () => emptyProfile())
    const profile = first.changed.get(viewer)
    expect(profile?.recent.entries.map((title) => title.key)).toEqual([itemHash('8'), itemHash('7')])
    expect(first).toMatchObject({ folded: 2, skipped: 0, dead: [] })
    const again = foldRecords([read(rating('7', 1))], () => profile ?? emptyProfile())
    expect(again.changed.size).toBe(0)
    expect(again.folded).toBe(1)
  })

  it('goes on behind an event that cannot be folded', () => {
    const records = [read(rating('7', 2 ** 52), 5), read(rating('8', 2), 6)]
    const result = foldRecords(records, () => emptyProfile())
    expect(result.dead.map(({ record, reason }) => [record.offset, reason])).toEqual([[5, 'UnfoldableEventError']])
    expect(result.changed.get(viewer)?.recent.entries).toHaveLength(1)
  })
})
