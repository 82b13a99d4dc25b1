import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server } from 'node:net'

/** A TCP port of the loopback interface that was free a moment ago. Whoever binds it soon gets it. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1)
  if (port === undefined) throw new Error('the system gave no port')
  return port
}

/** Several different ones. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => hold(0)))
  await Promise.all(held.map(({ server }) => close(server)))
  return held.map(({ port }) => port)
}

/**
 * Free ports that stay free while nobody listens on them, for servers that are killed and must come back on the same port: the
 * system does not lend them to connections that go out, as it does with those of {@link freePorts}.
 */
export async function lastingPorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  for (let tries = 0; tries < 1_000 * count && ports.size < count; tries++) {
    const port = randomInt(FIRST_LASTING_PORT, firstLentPort())
    if (await isFree(port)) ports.add(port)
  }
  if (ports.size < count) throw new Error(`there are no ${count} free ports below ${firstLentPort()}`)
  return [...ports]
}

const FIRST_LASTING_PORT = 15_000

/** Where the ports begin that the system lends to outgoing connections. */
function firstLentPort(): number {
  try {
    const first = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10)
    return first > 2 * FIRST_LASTING_PORT ? first : 32_768
  } catch {
    // Not Linux: where IANA has them begin.
    return 49_152
  }
}

/** Whether nobody listens on the port right now. */
export async function isFree(port: number): Promise<boolean> {
  try {
    const { server } = await hold(port)
    await close(server)
    return true
  } catch {
    return false
  }
}

function hold(port: number): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'))
      else resolve({ server, port: address.port })
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
