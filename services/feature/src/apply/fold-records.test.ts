import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { ViewerEvent, ViewerKey } from '@upnext/contracts'
import type { Profile } from '@upnext/profiles'
import { ProfileCorruptError, decodeProfile, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { aRating, aWatch, anEvent } from '@upnext/testkit'
import { foldRecords } from './fold-records.ts'
import type { Fold } from './fold-records.ts'
import type { ReadRecord } from './read-record.ts'
import { NEIGHBOURS, recordAt } from './records.fixtures.ts'

const [viewer, other] = NEIGHBOURS as [ViewerKey, ViewerKey]

const of = (event: ViewerEvent, offset: number): ReadRecord => ({
  outcome: 'event',
  record: { ...recordAt(0), offset },
  viewer: event.viewer as ViewerKey,
  event,
})
const rating = (itemId: string, occurredAtMs: number, offset: number, by: string = viewer): ReadRecord =>
  of(anEvent({ viewer: by, occurredAtMs, kind: aRating(itemId) }), offset)
/** Nothing that comes out of the log has such a position, and no packed profile can hold it. */
const unpackable = (offset: number): ReadRecord =>
  of(anEvent({ eventId: 'odd', viewer, kind: aWatch({ itemId: 'odd', positionS: -1 }) }), offset)

/** Folds records that are read already. */
function foldRead(records: readonly ReadRecord[], known: (viewer: ViewerKey) => Profile, foldOne?: Fold) {
  const keyed = records.map((read) => ({ record: read.record, viewer: read.outcome === 'event' ? read.viewer : null }))
  const byRecord = new Map(records.map((read) => [read.record, read]))
  return foldRecords(keyed, ({ record }) => byRecord.get(record) as ReadRecord, known, foldOne)
}

const reasons = ({ dead }: ReturnType<typeof foldRecords>) => dead.map(({ record, reason }) => [record.offset, reason])

describe('folding records', () => {
  it('answers changed profiles only, packed as well', () => {
    const first = foldRead([rating('7', 1, 0), rating('8', 2, 1)], () => emptyProfile())
    const after = first.changed.get(viewer)
    expect(after?.profile.recent.entries.map((title) => title.key)).toEqual([itemHash('8'), itemHash('7')])
    expect(after?.bytes).toEqual(encodeProfile(after?.profile ?? emptyProfile()))
    expect(first).toMatchObject({ folded: 2, skipped: [], dead: [] })
    const again = foldRead([rating('7', 1, 2)], () => after?.profile ?? emptyProfile())
    expect(again.changed.size).toBe(0)
    expect(again.folded).toBe(1)
  })

  it('tells apart what was skipped, and what is dead before it is folded', () => {
    const skipped: ReadRecord = { outcome: 'skipped', record: recordAt(3) }
    const dead: ReadRecord = { outcome: 'dead', record: recordAt(4), reason: 'ForeignRecordError' }
    const result = foldRead([dead, skipped, rating('7', 1, 0)], () => emptyProfile())
    expect(result).toMatchObject({ folded: 1, skipped: [{ offset: 3 }], dead: [dead] })
  })

  it('goes on behind an event that cannot be folded', () => {
    const result = foldRead([rating('7', 2 ** 52, 5), rating('8', 2, 6)], () => emptyProfile())
    expect(reasons(result)).toEqual([[5, 'UnfoldableEventError']])
    expect(result.changed.get(viewer)?.profile.recent.entries).toHaveLength(1)
  })

  it('goes on behind whatever the fold throws, for the reason of its name', () => {
    const stumbling: Fold = (profile, event, caps) => {
      if (event.occurredAtMs === 2) throw new TypeError('cannot read properties of undefined')
      if (event.occurredAtMs === 3) throw new RangeError('of the record: "secret"')
      return fold(profile, event, caps)
    }
    const records = [rating('7', 3, 4, other), rating('7', 1, 5), rating('8', 2, 6), rating('9', 4, 7)]
    const result = foldRead(records, () => emptyProfile(), stumbling)
    expect(reasons(result)).toEqual([
      [4, 'RangeError'],
      [6, 'TypeError'],
    ])
    expect(result.folded).toBe(2)
    expect([...result.changed.keys()]).toEqual([viewer])
    expect(result.changed.get(viewer)?.profile.recent.entries).toHaveLength(2)
  })

  it('finds the one event that no packed profile can hold, and keeps the others of its viewer', () => {
    const records = [rating('7', 1, 5), unpackable(6), rating('8', 2, 7), rating('9', 3, 8, other)]
    const result = foldRead(records, () => emptyProfile())
    expect(reasons(result)).toEqual([[6, 'RangeError']])
    expect(result.changed.size).toBe(2)
    const kept = decodeProfile(result.changed.get(viewer)?.bytes ?? new Uint8Array())
    expect(kept.recent.entries.map((title) => title.key)).toEqual([itemHash('8'), itemHash('7')])
  })

  it('gives up the records of a viewer whose profile cannot be unpacked, and of nobody else', () => {
    const known = (key: string) => {
      if (key === viewer) throw new ProfileCorruptError('ends in the middle')
      return emptyProfile()
    }
    const result = foldRead([rating('7', 1, 5), rating('7', 1, 6, other), rating('8', 2, 7)], known)
    expect(reasons(result)).toEqual([
      [5, 'ProfileCorruptError'],
      [7, 'ProfileCorruptError'],
    ])
    expect([...result.changed.keys()]).toEqual([other])
  })
})
