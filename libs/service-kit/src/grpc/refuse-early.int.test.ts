import { afterAll, expect, it } from '@jest/globals'
import { Client, Server, ServerCredentials, credentials, status } from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/grpc-js'
import { refuseEarly, timeoutMs } from './refuse-early.ts'

const asIs = (bytes: Buffer): Buffer => bytes
const REFUSAL = { ':status': 200, 'content-type': 'application/grpc+proto', 'grpc-status': 8, 'grpc-message': 'no' }

const server = new Server()
let client: Client | undefined
afterAll(() => {
  client?.close()
  server.forceShutdown()
})

// Fails where a version of grpc-js keeps its HTTP/2 servers elsewhere: then look for another door, or let the interceptor do it alone.
it('ends the calls that it is told to, before grpc-js hears of them, and leaves the others alone', async () => {
  const seen: string[] = []
  const asked: [string, number][] = []
  server.addService(
    { take: method('/test.Service/Take'), refuse: method('/test.Service/Refuse') },
    {
      take: (_: unknown, answer: (error: null, bytes: Buffer) => void) => {
        seen.push('take')
        answer(null, Buffer.from('taken'))
      },
      refuse: () => seen.push('refuse'),
    },
  )
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    )
  })
  const door = refuseEarly(server, (path, leftMs) => {
    asked.push([path, leftMs])
    return path.endsWith('Refuse') ? REFUSAL : null
  })
  expect(door).toBe(true)
  const opened = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
  client = opened
  const call = (path: string, timeout?: number, body?: Buffer) => statusOf(opened, path, timeout, body)
  expect(await call('/test.Service/Refuse', 5000)).toBe(status.RESOURCE_EXHAUSTED)
  expect(await call('/test.Service/Take')).toBe(status.OK)
  // With more to send than fits into the windows of HTTP/2: the stream ends all the same.
  for (let times = 0; times < 3; times += 1)
    expect(await call('/test.Service/Refuse', 5000, Buffer.alloc(3_000_000))).toBe(status.RESOURCE_EXHAUSTED)
  expect(await call('/test.Service/Take')).toBe(status.OK)
  expect(seen).toEqual(['take', 'take'])
  expect(asked[0]?.[1]).toBeGreaterThan(4000)
  expect(asked[0]?.[1]).toBeLessThanOrEqual(5000)
  expect(asked[1]).toEqual(['/test.Service/Take', Infinity])
})

it('reads deadlines as they are sent', () => {
  expect(['200m', '2S', '1M', '1H', '5000u', '1000000n'].map(timeoutMs)).toEqual([200, 2000, 60_000, 3_600_000, 5, 1])
  expect([undefined, '', 'soon', '5', '123456789m'].map(timeoutMs)).toEqual([
    Infinity,
    Infinity,
    Infinity,
    Infinity,
    Infinity,
  ])
})

function method(path: string): MethodDefinition<Buffer, Buffer> {
  const same = { requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs }
  return { path, requestStream: false, responseStream: false, ...same }
}

function statusOf(asking: Client, path: string, timeout?: number, body: Buffer = Buffer.alloc(1)): Promise<status> {
  const deadline = timeout === undefined ? Infinity : new Date().getTime() + timeout
  return new Promise((resolve) => {
    asking.makeUnaryRequest(path, asIs, asIs, body, { deadline }, (error) => resolve(error?.code ?? status.OK))
  })
}
