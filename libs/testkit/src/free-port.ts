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
