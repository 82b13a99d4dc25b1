import { describe, expect, it } from '@jest/globals'
import { SCHEMA_HEADER, ViewerEvent, decodeViewerEvent } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'
import { keyRecords, readRecord } from './read-record.ts'
import { NEIGHBOURS, PARTITION, garbageAt, recordAt } from './records.fixtures.ts'

const read = (record: LogRecord, partition = PARTITION) =>
  keyRecords([record], partition).map((keyed) => readRecord(keyed, decodeViewerEvent))[0]
const ofUnknownKind = {
  ...recordAt(0),
  value: ViewerEvent.encode(ViewerEvent.fromPartial({ viewer: NEIGHBOURS[0] ?? '' })).finish(),
}

describe('reading a record', () => {
  it('finds the event and its viewer', () => {
    expect(read(recordAt(0))).toMatchObject({ outcome: 'event', viewer: NEIGHBOURS[0] })
  })

  it('skips a kind that this version does not know, also of a newer schema', () => {
    expect(read(ofUnknownKind)).toMatchObject({ outcome: 'skipped' })
    expect(read({ ...ofUnknownKind, headers: { [SCHEMA_HEADER]: '2' } })).toMatchObject({ outcome: 'skipped' })
  })

  it('gives up bytes that are no event', () => {
    expect(read(garbageAt(0))).toMatchObject({ outcome: 'dead', reason: 'UndecodableRecordError' })
  })

  it('gives up a record that stands in another partition than its viewer', () => {
    expect(read(recordAt(0), (PARTITION + 1) % 48)).toMatchObject({ outcome: 'dead', reason: 'ForeignRecordError' })
  })

  it.each([
    ['another viewer', NEIGHBOURS[1] ?? ''],
    ['nobody', ''],
    ['something else', 'movie-1'],
  ])('gives up a record that is keyed by %s', (_, key) => {
    expect(read({ ...recordAt(0), key: Buffer.from(key) })).toMatchObject({
      outcome: 'dead',
      reason: 'ForeignRecordError',
    })
  })

  it.each(['2', '10', '1-1-0', 'next'])('sets a known kind of schema %s aside, whole, and says why', (schema) => {
    const record = { ...recordAt(0), headers: { [SCHEMA_HEADER]: schema } }
    expect(read(record)).toMatchObject({ outcome: 'dead', reason: 'NewerSchemaError', record })
    expect(read({ ...garbageAt(0), headers: record.headers })).toMatchObject({ reason: 'NewerSchemaError' })
  })

  it.each([[{}], [{ [SCHEMA_HEADER]: '1' }], [{ [SCHEMA_HEADER]: '0' }]])(
    'reads records with headers %j',
    (headers) => {
      expect(read({ ...recordAt(0), headers })).toMatchObject({ outcome: 'event' })
    },
  )
})
