import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import express from 'express'
import type { RequestHandler } from 'express'
import { waitUntil } from '@upnext/testkit'
import { ListenError } from '../listen-error.ts'
import { createMetrics } from '../metrics.ts'
import type { Readiness } from '../service.ts'
import { listenHttp } from './http-server.ts'
import type { HttpServer } from './http-server.ts'
import { opsRouter } from './ops-router.ts'

const ADDRESS = { name: 'test HTTP', host: '127.0.0.1', port: 0, variable: 'UPNEXT_HTTP_PORT' }

const open: HttpServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

describe('what operators ask', () => {
  it('answers whether it lives, whether it is ready and why not, and its metrics', async () => {
    let readiness: Readiness = { ready: false, parts: { catalog: 'still reading', model: true } }
    const metrics = createMetrics('ranking')
    metrics.counter('requests_total', 'Requests').inc()
    const url = await serve(opsRouter({ metrics, ready: () => readiness }))
    expect((await fetch(`${url}/live`)).status).toBe(200)

    const notYet = await fetch(`${url}/ready`)
    expect([notYet.status, await notYet.json()]).toEqual([503, readiness])
    readiness = { ready: true, parts: { catalog: true, model: true } }
    expect((await fetch(`${url}/ready`)).status).toBe(200)

    const exposed = await fetch(`${url}/metrics`)
    expect(exposed.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(await exposed.text()).toContain('upnext_ranking_requests_total 1')
  })
})

describe('listenHttp', () => {
  it('says which variable to set when the port is in use', async () => {
    const first = await listenHttp(express(), ADDRESS)
    open.push(first)
    const second = listenHttp(express(), { ...ADDRESS, port: first.port })
    await expect(second).rejects.toThrow(ListenError)
    await expect(second).rejects.toThrow(`port ${first.port} on 127.0.0.1 is in use`)
    await expect(second).rejects.toThrow('set UPNEXT_HTTP_PORT to another port')
  })

  it('finishes the request in hand and drops connections that do nothing when it closes', async () => {
    const { handler, release, inHand } = aSlowHandler()
    const url = await serve(handler)
    const silent = connect(Number(new URL(url).port), '127.0.0.1')
    await waitUntil(() => !silent.connecting, { message: 'a connection', timeoutMs: 2000 })
    const answer = get(url)
    await waitUntil(inHand, { message: 'the request to arrive', timeoutMs: 2000 })
    const closed = open[0]?.close()
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    release()
    expect(await answer).toBe('done')
    await closed
    await waitUntil(() => silent.destroyed || silent.readableEnded || silent.closed, {
      message: 'the silent connection to be dropped',
      timeoutMs: 2000,
    })
    silent.destroy()
  })

  it('does not wait for ever for a request that never ends', async () => {
    const { handler, inHand } = aSlowHandler()
    const url = await serve(handler, 50)
    const answer = get(url)
    answer.catch(() => undefined)
    await waitUntil(inHand, { message: 'the request to arrive', timeoutMs: 2000 })
    await open[0]?.close()
    await expect(answer).rejects.toThrow('socket hang up')
  })
})

async function serve(handler: RequestHandler, drainMs = 5000): Promise<string> {
  const app = express()
  app.use(handler)
  const server = await listenHttp(app, { ...ADDRESS, drainMs })
  open.push(server)
  return `http://127.0.0.1:${server.port}`
}

/** A handler that answers when told to. */
function aSlowHandler(): { handler: RequestHandler; release: () => void; inHand: () => boolean } {
  let answer: (() => void) | null = null
  return {
    handler: (_request, response) => {
      answer = () => response.send('done')
    },
    release: () => answer?.(),
    inHand: () => answer !== null,
  }
}

/** Over a connection that is kept alive afterwards. */
function get(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: new Agent({ keepAlive: true }) }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve(body))
    })
    sent.on('error', reject).end()
  })
}
