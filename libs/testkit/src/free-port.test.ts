import { expect, test } from '@jest/globals'
import { freePorts, isFree, neverLent } from './free-port.ts'
import { createServer } from 'node:net'
import { once } from 'node:events'

test('ports that are asked for one after the other and bound later are never the same', async () => {
  const asked = 400
  const ports = new Set<number>()
  for (let i = 0; i < asked; i++) for (const port of await freePorts(5)) ports.add(port)
  // By chance alone, among some 22,000 ports, about 90 of 2,000 would be twice.
  expect(ports.size).toBe(5 * asked)
})

test('a port that somebody listens on is not free', async () => {
  const [port = 0] = await freePorts(1)
  expect(await isFree(port)).toBe(true)
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  try {
    expect(await isFree(port)).toBe(false)
  } finally {
    server.close()
  }
})

test.each([
  { lent: '32768\t60999', first: 15_000, count: 32_768 - 15_000 + 65_535 - 60_999 },
  { lent: '1024 61000', first: 61_001, count: 65_535 - 61_000 },
  { lent: '10000 65535', first: 15_000, count: 65_535 - 15_000 + 1 },
])('ports that the system lends ($lent) are left to it where it leaves enough', ({ lent, first, count }) => {
  const ports = neverLent(lent)
  expect(ports[0]).toBe(first)
  expect(ports).toHaveLength(count)
})
