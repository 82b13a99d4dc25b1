import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from '@jest/globals'
import { bytesOnWire } from './wire.mjs'

let server = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** The port of a server that answers with so many bytes. */
async function answering(bytes) {
  server = createServer((_, response) => response.end('a'.repeat(bytes)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server.address().port
}

describe('bytesOnWire', () => {
  it('counts bodies and headers, both ways, for each call', async () => {
    const post = async (port) => {
      const url = `http://127.0.0.1:${port}`
      for (let call = 0; call < 3; call += 1)
        await (await fetch(url, { method: 'POST', body: 'b'.repeat(1000) })).text()
      return 3
    }
    const { sentBytes, receivedBytes } = await bytesOnWire(await answering(5000), post)
    expect(sentBytes).toBeGreaterThan(1000)
    expect(sentBytes).toBeLessThan(1500)
    expect(receivedBytes).toBeGreaterThan(5000)
    expect(receivedBytes).toBeLessThan(5500)
  })

  it('passes on what a call throws', async () => {
    const failing = () => Promise.reject(new Error('refused'))
    await expect(bytesOnWire(await answering(1), failing)).rejects.toThrow('refused')
  })
})
