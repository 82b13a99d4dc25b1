import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { REJECT_REASONS, decodeViewerEvent } from '@upnext/contracts'
import { TEST_TIME_MS, createFakeEventLog, fakeClock } from '@upnext/testkit'
import type { FakeEventLog } from '@upnext/testkit'
import fc from 'fast-check'
import { TOPICS, startTestServer } from './test-server.ts'
import type { TestServer } from './test-server.ts'

/** The long form asks for more. */
const CASES = Number(process.env['UPNEXT_TEST_FUZZ_CASES'] ?? 10_000)
const TIMEOUT_MS = 60_000 + CASES * 20
const SEED = 20_260_101
const BOMB = gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x5b))
/** Stands in every event, and nowhere else: it must not come out again. */
const NAME = 'jane.doe@example.org'

interface Piece {
  readonly good: boolean
  readonly bytes: Buffer
}

const base = { kind: 'list', viewer: NAME, occurred_at: TEST_TIME_MS, item: 'm1', action: 'add' }
const good = fc.uuid().map((event_id): Piece => ({ good: true, bytes: json({ ...base, event_id }) }))

/** Values that fit nowhere in an event, by field. */
const wrongValues = fc.oneof(
  fc.constantFrom<unknown>(null, true, 2 ** 53, -1, 1e300, 0.1, '', '\u0000', 'x'.repeat(257), [], {}, ['a'], '\ud800'),
  fc.double({ noInteger: true, noDefaultInfinity: true, noNaN: true }),
)
const wrongField = fc
  .tuple(fc.constantFrom('viewer', 'occurred_at', 'item', 'action', 'kind'), wrongValues)
  .map(([field, value]) => json({ ...base, [field]: value }))
const missingField = fc
  .constantFrom('viewer', 'occurred_at', 'item', 'action', 'kind')
  .map((field) => json({ ...base, [field]: undefined }))
const wrongTime = fc
  .constantFrom<unknown>(
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-01-01',
    8.64e15 + 1,
    TEST_TIME_MS + 600_001,
    '1',
    -5,
  )
  .map((occurred_at) => json({ ...base, occurred_at }))
const notJson = fc
  .constantFrom(
    'NaN',
    'Infinity',
    "'a'",
    '{"kind": NaN}',
    '{"a" 1}',
    '{a: 1}',
    '{"a": 01}',
    '[1 2]',
    'undefined',
    '{"a":"\\u12"}',
    '{"a":"\t"}',
  )
  .map((text) => Buffer.from(text))
const poison = fc
  .constantFrom('__proto__', 'constructor', 'prototype')
  .map((key) => Buffer.from(JSON.stringify({ ...base, more: 1 }).replace('"more"', `"${key}"`)))
const deep = fc
  .integer({ min: 17, max: 5000 })
  .map((levels) => Buffer.from(`{"kind":"list","x":${'['.repeat(levels)}${']'.repeat(levels)}}`))
const badBytes = fc
  .constantFrom([0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82])
  .map((bytes) => {
    const [before, after] = JSON.stringify({ ...base, item: 'HERE' }).split('HERE')
    return Buffer.concat([Buffer.from(before ?? ''), Buffer.from(bytes), Buffer.from(after ?? '')])
  })
const tooLarge = fc.constant(json({ ...base, padding: 'x'.repeat(33_000) }))
const anything = fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text))
const bad = fc
  .oneof(
    { weight: 6, arbitrary: fc.oneof(wrongField, missingField, wrongTime) },
    { weight: 6, arbitrary: fc.oneof(notJson, poison, badBytes, anything) },
    { weight: 1, arbitrary: fc.oneof(deep, tooLarge) },
  )
  .map((bytes): Piece => ({ good: false, bytes }))

interface Batch {
  readonly pieces: readonly Piece[]
  readonly form: 'list' | 'wrapped' | 'lines'
  readonly gzip: boolean
}

const batches: fc.Arbitrary<Batch> = fc.record({
  pieces: fc.array(fc.oneof({ weight: 1, arbitrary: good }, { weight: 3, arbitrary: bad }), {
    minLength: 1,
    maxLength: 6,
  }),
  form: fc.constantFrom('list', 'wrapped', 'lines'),
  gzip: fc.boolean(),
})

/** Bodies that are wrong as a whole. */
const randomBytes = fc.record({
  body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  headers: fc.record({
    'content-type': fc.constantFrom(
      'application/json',
      'application/x-ndjson',
      'text/plain',
      'application/json; charset=utf-16',
      ';;',
      '*',
    ),
    'content-encoding': fc.constantFrom('identity', 'gzip', 'br', 'gzip, gzip', 'x'),
  }),
})
const cutGzip = fc.record({
  body: fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.array(good, { minLength: 1, maxLength: 3 }))
    .map(([cut, pieces]) => gzipSync(joined(pieces, 'list')).subarray(0, -cut)),
  headers: fc.constant({ 'content-type': 'application/json', 'content-encoding': 'gzip' }),
})
const markSoup = fc.record({
  body: fc
    .array(fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '{"events":', '__proto__', ' '))
    .map((marks) => Buffer.from(marks.join(''))),
  headers: fc.constant({ 'content-type': 'application/json' }),
})
const bomb = fc.constant({
  body: BOMB,
  headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
})
const wrecks: fc.Arbitrary<{ body: Buffer; headers: Record<string, string> }> = fc.oneof(
  { weight: 10, arbitrary: fc.oneof(randomBytes, cutGzip, markSoup) },
  { weight: 1, arbitrary: bomb },
)

describe('event collector under bad bodies', () => {
  let log: FakeEventLog
  let server: TestServer
  let accepted = 0

  beforeAll(async () => {
    log = createFakeEventLog(Object.values(TOPICS))
    server = await startTestServer(log, fakeClock(), { rejectionsPerMinute: 200_000 })
  })
  afterAll(async () => {
    await server.close()
    await log.close()
  })

  it(
    'gives every bad event a reason and keeps the good ones beside it',
    async () => {
      const property = fc.asyncProperty(batches, async ({ pieces, form, gzip }) => {
        const type = form === 'lines' ? 'application/x-ndjson' : 'application/json'
        const { status, body } = await server.send('/v1/events', joined(pieces, form), { type, gzip })
        const kept = pieces.filter((piece) => piece.good).length
        accepted += kept
        expect(body).toMatchObject({ accepted: kept, rejected: pieces.length - kept })
        expect(kept > 0 ? status === 202 : status === 422 || status === 400).toBe(true)
        for (const [i, piece] of pieces.entries()) {
          const result = body.results?.[i]
          expect([result?.i, result?.status]).toEqual([i, piece.good ? 'accepted' : 'rejected'])
          if (!piece.good) expect(Object.keys(REJECT_REASONS)).toContain(result?.reason)
        }
      })
      await fc.assert(property, { seed: SEED, numRuns: Math.ceil(CASES * 0.7) })
    },
    TIMEOUT_MS,
  )

  it(
    'blames the client, never itself, for a body that is wrong as a whole',
    async () => {
      const property = fc.asyncProperty(wrecks, async ({ body, headers }) => {
        const answer = await server.send('/v1/events', body, { headers, type: headers['content-type'] ?? '' })
        expect(answer.status).toBeGreaterThanOrEqual(400)
        expect(answer.status).toBeLessThan(500)
        expect(answer.body.error?.code).toMatch(/^[a-z_]+$/)
      })
      await fc.assert(property, { seed: SEED, numRuns: Math.ceil(CASES * 0.3) })
    },
    TIMEOUT_MS,
  )

  it('has in the log what it said it kept, and nobody by name', async () => {
    const kept = log.recordsOf(TOPICS.viewerEvents.name).map(({ value }) => decodeViewerEvent(value))
    expect(accepted).toBeGreaterThan(CASES * 0.2)
    expect(kept).toHaveLength(accepted)
    const texts = [...Object.values(TOPICS).flatMap(({ name }) => log.recordsOf(name).map(({ value }) => value))]
    expect(texts.some((bytes) => Buffer.from(bytes).includes(NAME))).toBe(false)
    expect(server.logged.join('')).not.toContain(NAME)
    expect((await server.get('/ready')).status).toBe(200)
  })
})

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}

function joined(pieces: readonly Piece[], form: Batch['form']): Buffer {
  const separator = Buffer.from(form === 'lines' ? '\n' : ',')
  const body = pieces.flatMap(({ bytes }, i) => (i === 0 ? [bytes] : [separator, bytes]))
  const [open, close] = { list: ['[', ']'], wrapped: ['{"sent_at":1,"events":[', ']}'], lines: ['', ''] }[form]
  return Buffer.concat([Buffer.from(open ?? ''), ...body, Buffer.from(close ?? '')])
}
