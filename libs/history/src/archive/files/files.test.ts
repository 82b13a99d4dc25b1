import { describe, expect, it } from '@jest/globals'
import { encodeViewerEvent } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'
import { generateEvents } from '@upnext/testkit'
import fc from 'fast-check'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { gunzipSync } from 'node:zlib'
import { ArchiveCorruptError } from '../errors.ts'
import { fileName, parseName } from '../names.ts'
import type { ArchiveFile } from '../names.ts'
import { decodeFile, holdsKey } from './decode-file.ts'
import { encodeFile } from './encode-file.ts'

const TOPIC = 'upnext.viewer-events.v1'

function fileOf(start: number, end: number, topic = TOPIC): ArchiveFile {
  const file = parseName(topic, fileName({ topic, partition: 3, start, end }, '2026-01-01'))
  if (file?.kind !== 'file') throw new Error('no file')
  return file
}

function eventRecords(count: number): LogRecord[] {
  return generateEvents({ seed: 1, events: count, viewers: 300 }).map((event, offset) => ({
    offset,
    headers: {},
    ...encodeViewerEvent(event),
  }))
}

const plain = ({ offset, key, value, headers }: LogRecord): unknown => [
  offset,
  Buffer.from(key).toString('hex'),
  Buffer.from(value).toString('hex'),
  Object.entries(headers),
]

describe('files of the archive', () => {
  it('give back every record exactly: any bytes as key and value, any text in headers', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 10 }).map((text) => Buffer.from(text, 'utf8')),
      fc.constantFrom(Buffer.from('\uFEFFbom'), Buffer.from('same key'), Buffer.of(), Buffer.of(0xff), Buffer.of(0)),
    )
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '7', '\ud800', '\uFEFFx', ''))
    const headers = fc.array(fc.tuple(text, text), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs))
    const record = fc.record({ gap: fc.nat({ max: 3 }), key: bytes, value: bytes, headers })
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 60 }), async (parts) => {
        let offset = 1000
        const records = parts.map(({ gap, ...rest }) => ({ offset: (offset += gap + 1), ...rest }))
        const file = fileOf(1000, offset + 1, 'some.topic')
        const decoded = await decodeFile(file, await encodeFile(file, records))
        expect(decoded.map(plain)).toEqual(records.map(plain))
      }),
      { numRuns: 60 },
    )
  })

  it('have the same bytes for the same records, and rows by key and offset in small groups', async () => {
    const records = eventRecords(11_000)
    const file = fileOf(0, 11_000)
    const bytes = await encodeFile(file, records)
    expect(Buffer.compare(bytes, await encodeFile(file, [...records]))).toBe(0)
    const buffer = new Uint8Array(bytes).buffer
    expect(parquetMetadata(buffer).row_groups.map(({ num_rows: rows }) => Number(rows))).toEqual([10_000, 1_000])
    const compressors = { GZIP: (packed: Uint8Array) => gunzipSync(packed) }
    const rows = await parquetReadObjects({ file: buffer, columns: ['key', 'offset'], compressors })
    const order = rows.map(({ key, offset }) => `${String(key)} ${String(offset).padStart(9, '0')}`)
    expect(order).toEqual([...order].sort())
  })

  it('say in plain columns what an event is', async () => {
    const [event] = generateEvents({ seed: 2, events: 1 })
    if (event === undefined) throw new Error('no event')
    const file = fileOf(5, 6)
    const bytes = await encodeFile(file, [{ offset: 5, headers: {}, ...encodeViewerEvent(event) }])
    const compressors = { GZIP: (packed: Uint8Array) => gunzipSync(packed) }
    const [row] = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors })
    expect(row).toMatchObject({
      offset: 5n,
      key: event.viewer,
      kind: event.kind?.$case,
      event_id: event.eventId,
      occurred_at: new Date(event.occurredAtMs),
      received_at: new Date(event.receivedAtMs),
      item: expect.stringMatching(/^movie-\d+$/),
    })
  })

  it('find a viewer without reading all of it', async () => {
    const records = eventRecords(500)
    const file = fileOf(0, 500)
    const bytes = await encodeFile(file, records)
    expect(await holdsKey(file, bytes, Buffer.from(records[7]?.key ?? []).toString())).toBe(true)
    expect(await holdsKey(file, bytes, 'nobody')).toBe(false)
  })

  it('are refused when a single byte was changed, or the end is missing', async () => {
    const file = fileOf(0, 200)
    const bytes = await encodeFile(file, eventRecords(200))
    const original = (await decodeFile(file, bytes)).map(plain)
    await expect(decodeFile(file, bytes.subarray(0, bytes.length - 1))).rejects.toThrow(ArchiveCorruptError)
    await expect(decodeFile(file, bytes.subarray(0, bytes.length / 2))).rejects.toThrow(ArchiveCorruptError)
    await expect(decodeFile(file, new Uint8Array())).rejects.toThrow(ArchiveCorruptError)
    let refused = 0
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      // A byte that says nothing about records (a statistic, say) may change: but then all records are still right.
      const outcome = await decodeFile(file, changed).catch((error: unknown) => error)
      if (Array.isArray(outcome)) expect((outcome as LogRecord[]).map(plain)).toEqual(original)
      else {
        expect(outcome).toBeInstanceOf(ArchiveCorruptError)
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(50)
  })

  it('are refused under another name', async () => {
    const bytes = await encodeFile(fileOf(0, 200), eventRecords(200))
    await expect(decodeFile(fileOf(0, 201), bytes)).rejects.toThrow(/its end should be 201, the file says 200/)
    await expect(decodeFile(fileOf(0, 200, 'another.topic'), bytes)).rejects.toThrow(
      /its topic should be another.topic/,
    )
  })
})
