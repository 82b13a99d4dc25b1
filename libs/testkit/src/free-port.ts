import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** From here on ports are given out; those below belong to well-known servers. */
const FIRST = 15_000
const LAST = 65_535
/** Where the system keeps what it lends to connections that go out, if it does not say: where IANA puts it. */
const LENT = '49152 65535'

/** A port of a process is given out once: two that are asked for one after the other and bound later are never the same. */
const given = new Set<number>()

/** One of {@link freePorts}. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

/**
 * Different TCP ports of the loopback interface that nobody listens on. They stay free until they are bound, also for a server that
 * is killed and comes back: the system does not lend them to connections that go out.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  const pool = neverLent(readLent())
  for (let tries = 0; tries < 1_000 * count && ports.length < count; tries++) {
    const port = pool[randomInt(pool.length)] ?? 0
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) ports.push(port)
  }
  if (ports.length < count) throw new Error(`there are no ${count} free ports among ${pool.length}`)
  return ports
}

/** The ports outside of the range that is lent, given as "first last". All where it leaves too few: better a risk than none. */
export function neverLent(lent: string): number[] {
  const [first = 0, last = 0] = lent.trim().split(/\s+/).map(Number)
  const all = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i)
  const kept = all.filter((port) => port < first || port > last)
  return kept.length < 1_000 ? all : kept
}

function readLent(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
  } catch {
    return LENT
  }
}

/** Whether nobody listens on the port right now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
