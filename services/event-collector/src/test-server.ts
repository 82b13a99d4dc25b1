/** A collector behind a real port, for its tests. */
import { gzipSync } from 'node:zlib'
import { topicsOf } from '@upnext/contracts'
import type { KeyContext } from '@upnext/contracts'
import type { Clock, EventLog } from '@upnext/ports'
import { createLogger, createMetrics, listenHttp, opsRouter } from '@upnext/service-kit'
import { createCollector } from './create-collector.ts'
import { collectorApp } from './http/collector-app.ts'
import type { Answer } from './intake/answer.ts'
import type { Limits } from './limits.ts'

export const KEYS: KeyContext = { secret: Buffer.from('a secret of the tests, 32 bytes!'), namespace: '' }
export const TOPICS = topicsOf('')

export interface TestServer {
  readonly port: number
  readonly url: string
  /** Everything that was logged, one JSON text a line. */
  readonly logged: string[]
  send(path: string, body: string | Buffer, options?: SendOptions): Promise<Answered>
  get(path: string): Promise<Response>
  close(): Promise<void>
}

export interface SendOptions {
  readonly type?: string
  readonly gzip?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Partial<Answer> & { readonly error?: { readonly code: string; readonly what_to_do: string } }
}

export async function startTestServer(log: EventLog, clock: Clock, limits: Partial<Limits> = {}): Promise<TestServer> {
  const logged: string[] = []
  const destination = { write: (line: string) => void logged.push(line) }
  const logger = createLogger({ service: 'event-collector', level: 'debug', destination })
  const metrics = createMetrics('event-collector')
  let made = 0
  const chance = {
    uuid: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
    retryAfterS: () => 2,
  }
  const collector = createCollector({ log, topics: TOPICS, keys: KEYS, clock, logger, metrics, limits, chance })
  await collector.start()
  const app = collectorApp([opsRouter({ metrics, ready: () => collector.ready() }), collector.router], logger)
  const address = { host: '127.0.0.1', port: 0, name: 'HTTP', variable: 'UPNEXT_HTTP_PORT' }
  const server = await listenHttp(app, address)
  const url = `http://127.0.0.1:${server.port}`
  return {
    port: server.port,
    url,
    logged,
    send: async (path, body, options) => answered(await fetch(`${url}${path}`, request(body, options))),
    get: (path) => fetch(`${url}${path}`),
    async close() {
      await server.close()
      await collector.stop()
    },
  }
}

function request(body: string | Buffer, { type = 'application/json', gzip = false, headers = {} }: SendOptions = {}) {
  const bytes = gzip ? gzipSync(body) : Buffer.from(body)
  return {
    method: 'POST',
    headers: { 'content-type': type, ...(gzip && { 'content-encoding': 'gzip' }), ...headers },
    body: new Uint8Array(bytes),
  }
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const body = JSON.parse(text) as Answered['body']
  return { status: response.status, headers: response.headers, text, body }
}
