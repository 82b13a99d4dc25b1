import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from '@jest/globals'
import { freePorts, isRunning, startProcess, waitUntil } from '@upnext/testkit'
import type { Child } from '@upnext/testkit'

const ENTRY = fileURLToPath(new URL('../../dist/testing/workers-fixture.js', import.meta.url))

const BOTH_READY = /workers_ready 2/

interface Fixture {
  readonly child: Child
  readonly port: number
  readonly http: string
}

const children: Child[] = []
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop('SIGKILL')))
})

describe('several workers', () => {
  it('share one port, and one address for operators that tells them apart', async () => {
    const fixture = await startBoth()
    const pids = await answeringPids(fixture)
    expect(pids).toHaveLength(2)
    expect(pids).not.toContain(fixture.child.pid)
    const ready = await fetch(`${fixture.http}/ready`)
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, parts: { 'worker 1': true, 'worker 2': true } },
    ])
    const metrics = await metricsOf(fixture)
    expect(metrics).toMatch(/upnext_fixture_words_total\{worker="1"\} [1-9]/)
    expect(metrics).toMatch(/upnext_fixture_words_total\{worker="2"\} [1-9]/)
    expect(metrics).toContain('upnext_fixture_workers_ready 2')
    expect(await fixture.child.stop('SIGTERM', 10_000)).toEqual({ code: 0, signal: null })
    expect(pids.filter(isRunning)).toEqual([])
    expect(fixture.child.stderr()).toBe('')
  })

  it('survive a kill, a crash and a server that is away, and others take the place', async () => {
    const fixture = await startBoth()
    for (const [ended, how] of ['kill', 'crash', 'lose-log'].entries()) {
      const before = await answeringPids(fixture)
      if (how === 'kill') process.kill(before[0] ?? 0, 'SIGKILL')
      else await say(fixture, how)
      const replaced = new RegExp(`workers_replaced_total ${ended + 1}`)
      await waitUntil(async () => replaced.test(await metricsOf(fixture)), { message: `the end by ${how}` })
      // Whoever asks meanwhile is answered by the other one.
      expect(before).toContain(Number(await say(fixture, 'pid')))
      await waitUntil(async () => BOTH_READY.test(await metricsOf(fixture)), { message: `another worker after ${how}` })
      const after = await answeringPids(fixture)
      expect(after.filter((pid) => before.includes(pid))).toHaveLength(1)
    }
    expect(await fixture.child.stop('SIGTERM', 10_000)).toEqual({ code: 0, signal: null })
  })

  it('are said not to answer where one hangs', async () => {
    const fixture = await startBoth()
    const [pid = 0] = await answeringPids(fixture)
    process.kill(pid, 'SIGSTOP')
    const ready = await fetch(`${fixture.http}/ready`)
    expect(ready.status).toBe(200)
    const { parts } = (await ready.json()) as { parts: Record<string, unknown> }
    expect(Object.values(parts).map(String).sort()).toEqual(['does not answer', 'true'])
    process.kill(pid, 'SIGKILL')
  })
})

describe('the end of all', () => {
  it('comes with exit code 2 where a worker finds a mistake in the environment, which is printed once', async () => {
    const { child } = await start({ UPNEXT_FIXTURE: 'refuse' })
    expect(await child.exited).toEqual({ code: 2, signal: null })
    expect(child.stderr()).toBe('UPNEXT_FIXTURE: cannot be used\nUPNEXT_HOST: neither\n')
  })

  it('comes with exit code 1 where a worker fails for good', async () => {
    const fixture = await startBoth()
    const pids = await answeringPids(fixture)
    await say(fixture, 'fail')
    expect(await fixture.child.exited).toEqual({ code: 1, signal: null })
    expect(fixture.child.stderr()).toBe('fixture cannot go on: the reader has ended\n')
    expect(pids.filter(isRunning)).toEqual([])
  })

  it('comes after some crashes in a row', async () => {
    const { child } = await start({ UPNEXT_FIXTURE: 'die' })
    expect(await child.exited).toEqual({ code: 1, signal: null })
    expect(child.stderr()).toContain('5 workers in a row have ended (SIGKILL)')
  })

  it('comes within 10 s of a signal where a worker hangs, and says which part', async () => {
    const fixture = await startBoth({ UPNEXT_FIXTURE: 'hang' })
    await fixture.child.stop('SIGTERM', 10_000)
    expect(fixture.child.output()).toContain('"part":"stop of hanging"')
  })

  it('leaves no worker behind when the primary is killed', async () => {
    const fixture = await startBoth()
    const pids = await answeringPids(fixture)
    await fixture.child.stop('SIGKILL')
    await waitUntil(() => !pids.some(isRunning), { message: 'the workers to be gone' })
  })
})

async function start(env: Record<string, string> = {}, ready?: (http: string) => Promise<boolean>): Promise<Fixture> {
  const [port = 0, httpPort = 0] = await freePorts(2)
  const http = `http://127.0.0.1:${httpPort}`
  const child = await startProcess({
    entry: ENTRY,
    env: { UPNEXT_GRPC_PORT: String(port), UPNEXT_HTTP_PORT: String(httpPort), ...env },
    ...(ready === undefined ? {} : { ready: () => ready(http), timeoutMs: 40_000 }),
  })
  children.push(child)
  return { child, port, http }
}

function startBoth(env: Record<string, string> = {}): Promise<Fixture> {
  return start(env, async (http) => BOTH_READY.test(await (await fetch(`${http}/metrics`)).text()))
}

/** The answer to a word; empty where the worker ends instead. */
async function say({ port }: Fixture, word: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text) => (answer += String(text)))
  socket.write(word)
  await once(socket, 'close')
  return answer
}

async function answeringPids(fixture: Fixture): Promise<number[]> {
  const pids = new Set<number>()
  for (let call = 0; call < 4; call += 1) pids.add(Number(await say(fixture, 'pid')))
  return [...pids]
}

async function metricsOf({ http }: Fixture): Promise<string> {
  return (await fetch(`${http}/metrics`)).text()
}
