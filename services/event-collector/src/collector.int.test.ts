import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  RejectReason,
  RejectedEvent,
  RejectedEvent_Endpoint,
  decodeCatalogRecord,
  decodeViewerEvent,
  viewerKey,
} from '@upnext/contracts'
import { LogUnavailableError, RecordTooLargeError } from '@upnext/ports'
import { TEST_TIME_MS, createFakeEventLog, fakeClock, waitUntil } from '@upnext/testkit'
import type { FakeClock, FakeEventLog } from '@upnext/testkit'
import type { Limits } from './limits.ts'
import { KEYS, TOPICS, startTestServer } from './test-server.ts'
import type { TestServer } from './test-server.ts'

const EVENTS = '/v1/events'
const ITEMS = '/v1/catalog/items'
const NDJSON = 'application/x-ndjson'
const ID = '0190a7c4-5b1e-7c3a-9d2f-3b8f6a1c2d4e'
const MIB = 1024 * 1024

const event = (parts: object = {}) => ({
  kind: 'list',
  viewer: '42',
  occurred_at: TEST_TIME_MS,
  item: 'm1',
  action: 'add',
  ...parts,
})
const item = (parts: object = {}) => ({ item: 'm1', title: 'One', kind: 'movie', revision: 1, ...parts })

let log: FakeEventLog
let clock: FakeClock
let server: TestServer

async function start(limits: Partial<Limits> = {}): Promise<void> {
  log = createFakeEventLog(Object.values(TOPICS))
  clock = fakeClock()
  server = await startTestServer(log, clock, limits)
}

const send = (body: unknown, options?: Parameters<TestServer['send']>[2]) =>
  server.send(EVENTS, typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body), options)
const logged = () => log.recordsOf(TOPICS.viewerEvents.name).map(({ value }) => decodeViewerEvent(value))
const rejections = () => log.recordsOf(TOPICS.rejectedEvents.name).map(({ value }) => RejectedEvent.decode(value))
const rejectionsWritten = (count: number) =>
  waitUntil(() => rejections().length === count && rejections(), { message: `${count} rejected events in their topic` })

describe('event collector', () => {
  beforeEach(() => start())
  afterEach(async () => {
    await server.close()
    await log.close()
  })

  describe('takes', () => {
    it('an event, and says where the log has it', async () => {
      const { status, body } = await send(event({ event_id: ID }))
      expect(status).toBe(202)
      const [record] = log.recordsOf(TOPICS.viewerEvents.name)
      expect(body).toEqual({
        accepted: 1,
        rejected: 0,
        durability: 'log',
        results: [
          {
            i: 0,
            event_id: ID,
            status: 'accepted',
            position: { topic: 'upnext.viewer-events.v1', partition: record?.partition, next_offset: 1 },
          },
        ],
      })
      expect(record?.headers).toEqual({ kind: 'list', schema: '1' })
      expect(record?.key.toString()).toBe(viewerKey(KEYS, '42'))
      expect(logged()).toMatchObject([{ eventId: ID, occurredAtMs: TEST_TIME_MS, receivedAtMs: TEST_TIME_MS }])
    })

    it('makes an id where there is none, and says so', async () => {
      const { body } = await send(event())
      expect(body.results).toMatchObject([{ event_id: '00000000-0000-4000-8000-000000000001', event_id_made: true }])
      expect(logged()).toMatchObject([{ eventId: '00000000-0000-4000-8000-000000000001' }])
    })

    it.each([
      ['a list', JSON.stringify([event(), event()]), {}],
      ['a wrapped list', JSON.stringify({ sent_at: TEST_TIME_MS, events: [event(), event()] }), {}],
      ['lines', `${JSON.stringify(event())}\n${JSON.stringify(event())}\n`, { type: NDJSON }],
      ['gzip', JSON.stringify([event(), event()]), { gzip: true }],
      ['gzip of lines', `${JSON.stringify(event())}\n\n${JSON.stringify(event())}`, { gzip: true, type: NDJSON }],
      ['a charset', JSON.stringify([event(), event()]), { type: 'application/json; charset=UTF-8' }],
    ])('%s', async (_what, body, options) => {
      const answer = await send(body, options)
      expect(answer.status).toBe(202)
      expect(answer.body).toMatchObject({ accepted: 2, rejected: 0 })
      expect(answer.body.results?.map(({ i, position }) => [i, position?.next_offset])).toEqual([
        [0, 1],
        [1, 2],
      ])
    })

    it('the time that a batch was sent for those that do not say their own', async () => {
      await send({ sent_at: '2026-01-01T00:00:01Z', events: [event(), event({ sent_at: TEST_TIME_MS + 5 })] })
      expect(logged().map(({ sentAtMs }) => sentAtMs)).toEqual([TEST_TIME_MS + 1000, TEST_TIME_MS + 5])
    })

    it('catalogue items, keyed by item', async () => {
      const { status, body } = await server.send(ITEMS, JSON.stringify({ items: [item(), { item: 'm2' }] }))
      expect(status).toBe(202)
      expect(body.results).toMatchObject([
        { i: 0, item: 'm1', status: 'accepted', position: { topic: 'upnext.catalog.v1', next_offset: 1 } },
        { i: 1, item: 'm2', status: 'rejected', reason: 'schema', pointer: '/title' },
      ])
      const [record] = log.recordsOf(TOPICS.catalog.name)
      expect(record?.key.toString()).toBe('m1')
      expect(decodeCatalogRecord(record?.value ?? Buffer.alloc(0))).toMatchObject({
        receivedAtMs: TEST_TIME_MS,
        item: { title: 'One' },
      })
      const [rejected] = await rejectionsWritten(1)
      expect(rejected).toMatchObject({ endpoint: RejectedEvent_Endpoint.ENDPOINT_CATALOG, eventId: '' })
    })
  })

  describe('refuses', () => {
    it('each bad event with its reason, and keeps the good ones around it', async () => {
      const good = JSON.stringify(event({ event_id: ID }))
      const bad: [string, string, string][] = [
        ['{"kind": "list", "occurred_at": NaN}', 'parse', ''],
        ['{"kind": "list"', 'parse', ''],
        [JSON.stringify(event({ kind: 'wave' })), 'unknown_kind', '/kind'],
        [JSON.stringify(event({ viewer: undefined })), 'missing_viewer', '/viewer'],
        [JSON.stringify(event({ occurred_at: TEST_TIME_MS + 600_001 })), 'time_future', '/occurred_at'],
        [JSON.stringify(event({ occurred_at: 1e300 })), 'schema', '/occurred_at'],
        ['{"kind": "erase", "viewer": "1", "occurred_at": 1e999}', 'schema', '/occurred_at'],
        [JSON.stringify(event({ item: '\ud800' })), 'encoding', '/item'],
        ['{"kind": "list", "__proto__": {"viewer": "42"}}', 'forbidden_key', ''],
        [JSON.stringify(event({ more: { constructor: 1 } })), 'forbidden_key', ''],
        [`{"kind": "list", "x": ${'['.repeat(20)}${']'.repeat(20)}}`, 'too_deep', ''],
        [JSON.stringify(event({ padding: 'x'.repeat(32 * 1024) })), 'too_large', ''],
        ['[]', 'schema', ''],
        ['null', 'schema', ''],
      ]
      const lines = [good, ...bad.flatMap(([text]) => [text, good])]
      const { status, body } = await send(lines.join('\n'), { type: NDJSON })
      expect(status).toBe(202)
      expect(body).toMatchObject({ accepted: bad.length + 1, rejected: bad.length })
      const refused = (body.results ?? []).filter((result) => result.status === 'rejected')
      expect(refused.map(({ i, reason, pointer }) => [i, reason, pointer])).toEqual(
        bad.map(([, reason, pointer], n) => [2 * n + 1, reason, pointer]),
      )
      expect(refused.every(({ detail }) => (detail ?? '') !== '')).toBe(true)
      expect(logged()).toHaveLength(bad.length + 1)
    })

    it('an event that is not UTF-8, and only that one', async () => {
      const [before, after] = JSON.stringify([event(), event({ item: 'HERE' })]).split('HERE')
      const { status, body } = await send(
        Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xff, 0xc0]), Buffer.from(after ?? '')]),
      )
      expect(status).toBe(202)
      expect(body.results).toMatchObject([{ status: 'accepted' }, { status: 'rejected', reason: 'encoding' }])
    })

    it('every event of a batch whose sent_at is wrong', async () => {
      const { status, body } = await send('{"sent_at": NaN, "events": [{"kind":"erase","viewer":"1","occurred_at":1}]}')
      expect(status).toBe(422)
      expect(body.results).toMatchObject([{ reason: 'schema', pointer: '/sent_at' }])
    })

    it('times ahead of the clock, wherever they would count', async () => {
      const ahead = TEST_TIME_MS + 600_001
      const watch = { kind: 'watch', position_s: 1, session_id: 's', session_started_at: ahead }
      const { status, body } = await send([event(watch), event({ kind: 'retire', through: ahead })])
      expect(status).toBe(422)
      expect(body.results).toMatchObject([
        { reason: 'time_future', pointer: '/session_started_at' },
        { reason: 'time_future', pointer: '/through' },
      ])
      expect((await send(event({ occurred_at: TEST_TIME_MS + 600_000 }))).status).toBe(202)
    })

    it.each([
      [400, 'not_json', '{"kind": ', {}],
      [400, 'not_json', 'hello', {}],
      [400, 'empty', '', {}],
      [400, 'empty', '[]', {}],
      [400, 'nothing_kept', 'hello', { type: NDJSON }],
      [400, 'nothing_kept', '{"kind": NaN}', {}],
      [400, 'broken_gzip', '{}', { headers: { 'content-encoding': 'gzip' } }],
      [413, 'batch_too_large', JSON.stringify(Array(501).fill(event())), {}],
      [413, 'body_too_large', 'x'.repeat(MIB + 1), {}],
      [413, 'body_too_large', 'x'.repeat(2 * MIB), {}],
      [413, 'body_too_large', ' '.repeat(5 * MIB + 1), { gzip: true }],
      [415, 'content_type', '{}', { type: 'text/plain' }],
      [415, 'content_type', '{}', { type: '' }],
      [415, 'charset', '{}', { type: 'application/json; charset=utf-16' }],
      [415, 'content_encoding', '{}', { headers: { 'content-encoding': 'br' } }],
      [422, 'nothing_kept', '{}', {}],
      [422, 'nothing_kept', '{"events": [{}, 7]}', {}],
    ])('with %i %s', async (status, code, body, options) => {
      const answer = await send(body, options)
      expect(answer.status).toBe(status)
      expect(answer.body.error?.code).toBe(code)
      expect(answer.body.error?.what_to_do).not.toBe('')
      expect(logged()).toEqual([])
    })

    it('a body that is slower than it waits', async () => {
      await server.close()
      await start({ bodyTimeoutMs: 50 })
      const text = await rawRequest(server.port, `${head('POST', EVENTS, 100)}{"kind"`)
      expect(text).toMatch(/^HTTP\/1\.1 408 /)
      expect(text).toMatch(/connection: close/i)
    })

    it('live events that are older than its limit, but no backfill', async () => {
      await server.close()
      await start({ maxLatenessMs: 60_000 })
      const occurred_at = TEST_TIME_MS - 60_001
      const { body } = await send([
        event({ occurred_at }),
        event({ occurred_at, source: 'backfill' }),
        event({ occurred_at: occurred_at + 1 }),
      ])
      expect(body.results).toMatchObject([
        { reason: 'time_past', pointer: '/occurred_at' },
        { status: 'accepted' },
        { status: 'accepted' },
      ])
    })
  })

  describe('keeps of a refused event', () => {
    it('its reason, measure and harmless fields, and nothing that names anybody', async () => {
      const text = JSON.stringify(
        event({
          event_id: ID,
          viewer: 'jane@example.org',
          device: 'tv',
          country: 'DE',
          item: 7,
          'jane@example.org': 1,
        }),
      )
      await send(text)
      const [rejected] = await rejectionsWritten(1)
      expect(rejected).toEqual({
        receivedAtMs: TEST_TIME_MS,
        reason: RejectReason.REJECT_REASON_SCHEMA,
        pointer: '/item',
        eventId: ID,
        length: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest(),
        kind: 'list',
        device: 'tv',
        country: 'DE',
        endpoint: RejectedEvent_Endpoint.ENDPOINT_EVENTS,
        _unknownFields: {},
      })
      const [record] = log.recordsOf(TOPICS.rejectedEvents.name)
      expect(record?.key.toString()).toBe('schema')
    })

    it('no more than so many a minute', async () => {
      await server.close()
      await start({ rejectionsPerMinute: 3 })
      await send(Array(5).fill({}))
      await rejectionsWritten(3)
      expect(await (await server.get('/metrics')).text()).toContain(
        'upnext_collector_rejections_lost_total{why="rate"} 2',
      )
      clock.advance(60_000)
      await send([{}])
      await rejectionsWritten(4)
    })

    it('nothing, where its topic cannot be written, and takes the good events all the same', async () => {
      log.refuseAppends((topic) => (topic === TOPICS.rejectedEvents.name ? new LogUnavailableError('away') : null))
      expect((await send([event(), {}])).body).toMatchObject({ accepted: 1, rejected: 1 })
      await waitUntil(
        async () => (await (await server.get('/metrics')).text()).includes('rejections_lost_total{why="log"} 1'),
        {
          message: 'the loss is counted',
        },
      )
    })
  })

  describe('when the log', () => {
    it('is away, promises nothing and says when to come back', async () => {
      log.refuseAppends(() => new LogUnavailableError('the broker is away'))
      const answer = await send([event(), {}])
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('2')
      expect(answer.body.error).toMatchObject({ code: 'log_unavailable' })
      expect(answer.body.results).toBeUndefined()
      expect((await server.get('/ready')).status).toBe(503)
      log.refuseAppends(null)
      expect(rejections()).toEqual([])
      expect((await send(event())).status).toBe(202)
      expect((await server.get('/ready')).status).toBe(200)
    })

    it('is away, becomes ready again by itself, so that somebody tries', async () => {
      log.refuseAppends(() => new LogUnavailableError('the broker is away'))
      await send(event())
      clock.advance(5000)
      expect((await server.get('/ready')).status).toBe(200)
    })

    it('hangs, answers 503 in time', async () => {
      await server.close()
      await start({ appendTimeoutMs: 50 })
      const gate = new AbortController()
      log.delayAppends(new Promise((resolve) => gate.signal.addEventListener('abort', resolve)))
      expect((await send(event())).status).toBe(503)
      gate.abort()
      log.delayAppends(null)
      expect((await send(event())).status).toBe(202)
    })

    it('cannot take a record of this size, blames the sender', async () => {
      log.refuseAppends(() => new RecordTooLargeError('too large'))
      expect((await send(event())).status).toBe(413)
    })

    it('fails in a way that nobody foresaw, answers 500 with a request id and keeps the text to itself', async () => {
      log.refuseAppends(() => new Error('secret of the inside'))
      const answer = await send(event())
      expect(answer.status).toBe(500)
      expect(answer.text).not.toContain('secret of the inside')
      const [requestId] = /[0-9a-f-]{36}/.exec(answer.text) ?? ['none']
      expect(server.logged.some((line) => line.includes(requestId) && line.includes('secret of the inside'))).toBe(true)
    })
  })

  it('takes no more bodies at once than it has memory for', async () => {
    await server.close()
    await start({ inFlightBytes: MIB })
    const gate = new AbortController()
    log.delayAppends(new Promise((resolve) => gate.signal.addEventListener('abort', resolve)))
    const first = send(event())
    await waitUntil(async () => (await (await server.get('/metrics')).text()).includes(`in_flight_bytes ${MIB}`), {
      message: 'the first request is under way',
    })
    expect((await send(event())).body.error).toMatchObject({ code: 'busy' })
    gate.abort()
    expect((await first).status).toBe(202)
    log.delayAppends(null)
    expect((await send(event())).status).toBe(202)
  })

  it('lets no id of the app reach log, metrics, logs or answers', async () => {
    const name = 'jane.doe'
    const ids = { viewer: name, account: name }
    await send([
      event(ids),
      event({ ...ids, kind: 'follow', target: name, action: 'request' }),
      event({ ...ids, occurred_at: 'jane.doe' }),
    ])
    log.refuseAppends(() => new LogUnavailableError('away'))
    await send(event(ids))
    const records = Object.values(TOPICS).flatMap(({ name: topic }) => log.recordsOf(topic))
    expect(records.length).toBeGreaterThan(2)
    const texts = [
      ...records.map(({ key, value }) => Buffer.concat([key, value]).toString('latin1')),
      ...server.logged,
      await (await server.get('/metrics')).text(),
    ]
    for (const text of texts) expect(text).not.toContain(name)
  })

  it('counts events by what became of them, and fields that it does not know', async () => {
    await send([event({ newer: 1 }), {}])
    const metrics = await (await server.get('/metrics')).text()
    expect(metrics).toContain('upnext_collector_events_total{endpoint="events",result="accepted",reason="none"} 1')
    expect(metrics).toContain(
      'upnext_collector_events_total{endpoint="events",result="rejected",reason="missing_viewer"} 1',
    )
    expect(metrics).toContain('upnext_collector_unknown_fields_total{endpoint="events"} 1')
    expect(metrics).toContain('upnext_collector_requests_total{endpoint="events",status="202"} 1')
  })

  it('describes itself, and answers every other path with what to do', async () => {
    const root = await server.get('/')
    expect(root.headers.get('x-powered-by')).toBeNull()
    expect(await root.json()).toMatchObject({ endpoints: { 'POST /v1/events': expect.any(String) } })
    expect(await (await server.get('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' })
    expect((await server.get('/live')).status).toBe(200)
    const nowhere = await server.get('/v2')
    expect([nowhere.status, await nowhere.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
    expect((await server.get('/%')).status).toBe(404)
    const wrongMethod = await server.get(EVENTS)
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

function head(method: string, path: string, length: number): string {
  return `${method} ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`
}

/** Everything that comes back until the server closes the connection. */
function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let received = ''
    socket.setTimeout(10_000, () => socket.destroy(new Error('the server did not close the connection')))
    socket.on('data', (chunk) => (received += chunk.toString()))
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })
}
