import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { waitUntil } from '../wait-until.ts'
import { startFaultProxy } from './fault-proxy.ts'
import type { FaultProxy } from './fault-proxy.ts'

let server: Server
let received: string
let atServer: Socket[]
let proxy: FaultProxy
let clients: Socket[]

/** The server answers each request with its text in capitals. */
beforeEach(async () => {
  received = ''
  atServer = []
  clients = []
  server = createServer((socket) => {
    atServer.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (bytes: Buffer) => {
      received += bytes.toString()
      socket.write(bytes.toString().toUpperCase())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await startFaultProxy({ targetPort: (server.address() as AddressInfo).port })
})
afterEach(async () => {
  for (const socket of [...clients, ...atServer]) socket.destroy()
  await proxy.close()
  await new Promise((resolve) => server.close(resolve))
})

describe('the fault proxy', () => {
  it('hands on bytes both ways, and the end of a connection', async () => {
    const client = await open()
    client.write('hello')
    await until(() => client.heard === 'HELLO')
    client.socket.end()
    await until(() => atServer[0]?.readableEnded === true && proxy.connections() === 0)
  })

  it('swallows requests, or only answers, and what lost bytes stays silent after healing', async () => {
    const [one, two] = [await open(), await open()]
    proxy.cut('answers')
    one.write('one')
    await until(() => received === 'one' && proxy.lost().answers === 3)
    proxy.cut('requests')
    one.write('lost')
    await until(() => proxy.lost().requests === 4)
    await proxy.heal()
    one.write('still lost')
    await until(() => proxy.lost().requests === 14)
    two.write('two')
    await until(() => two.heard === 'TWO')
    expect([one.heard, received, one.closed]).toEqual(['', 'onetwo', false])
  })

  it('does not tell the server that a client has gone while it is cut off', async () => {
    const client = await open()
    client.write('x')
    await until(() => client.heard === 'X')
    proxy.cut()
    client.socket.destroy()
    await until(() => proxy.connections() === 0)
    await proxy.heal()
    const other = await open()
    other.write('y')
    await until(() => other.heard === 'Y')
    expect(atServer[0]?.readableEnded).toBe(false)
  })

  it('holds bytes back until it is healed', async () => {
    const client = await open()
    proxy.hold()
    client.write('held')
    const before = performance.now()
    await until(() => performance.now() - before > 50)
    expect(received).toBe('')
    await proxy.heal()
    await until(() => client.heard === 'HELD')
  })

  it('takes connections that it never answers', async () => {
    const old = await open()
    old.write('a')
    await until(() => old.heard === 'A')
    proxy.ignoreNew()
    const client = await open()
    client.write('b')
    old.write('c')
    await until(() => old.heard === 'AC')
    expect([client.heard, client.closed, received]).toEqual(['', false, 'ac'])
  })

  it('refuses new connections, and takes them again on the same port', async () => {
    await proxy.refuseNew()
    await expect(open()).rejects.toThrow('ECONNREFUSED')
    await proxy.heal()
    const client = await open()
    client.write('a')
    await until(() => client.heard === 'A')
  })

  it('resets connections on both sides', async () => {
    const client = await open()
    client.write('a')
    await until(() => client.heard === 'A')
    const atTheServer = once(atServer[0] ?? client.socket, 'error').catch(() => undefined)
    proxy.reset()
    await until(() => client.error?.includes('ECONNRESET') === true)
    await atTheServer
    await until(() => atServer[0]?.destroyed === true)
  })

  it('passes on that the server has reset a connection', async () => {
    const client = await open()
    client.write('a')
    await until(() => client.heard === 'A')
    atServer[0]?.resetAndDestroy()
    await until(() => client.closed)
  })

  it('delays bytes, and drips them', async () => {
    const client = await open()
    proxy.slow({ latencyMs: 40 })
    const start = performance.now()
    client.write('a')
    await until(() => client.heard === 'A')
    expect(performance.now() - start).toBeGreaterThanOrEqual(79)
    proxy.slow({ bytesPerSecond: 1_000 })
    const dripping = performance.now()
    client.write('b'.repeat(100))
    await until(() => client.heard.length === 101)
    expect(performance.now() - dripping).toBeGreaterThanOrEqual(95)
  })
})

interface TestClient {
  readonly socket: Socket
  heard: string
  closed: boolean
  error: string | null
  write(text: string): void
}

async function open(): Promise<TestClient> {
  const socket = connect(proxy.port, '127.0.0.1')
  clients.push(socket)
  const client: TestClient = { socket, heard: '', closed: false, error: null, write: (text) => void socket.write(text) }
  socket.on('data', (bytes: Buffer) => (client.heard += bytes.toString()))
  socket.on('close', () => (client.closed = true))
  await once(socket, 'connect')
  socket.on('error', (error) => (client.error = error.message))
  return client
}

function until(predicate: () => boolean): Promise<unknown> {
  return waitUntil(predicate, { message: predicate.toString(), timeoutMs: 5_000 })
}
