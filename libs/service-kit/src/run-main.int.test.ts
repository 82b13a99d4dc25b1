import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from '@jest/globals'
import { freePort, startProcess, waitUntil } from '@upnext/testkit'
import type { Child } from '@upnext/testkit'

const ENTRY = fileURLToPath(new URL('../dist/testing/run-main-fixture.js', import.meta.url))
const SECRET = { UPNEXT_VIEWER_SECRET: 'ab'.repeat(16) }
const STARTED = /"msg":"started"/
const LISTENING = /"msg":"listening"/

const children: Child[] = []
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop('SIGKILL')))
})

describe('start', () => {
  it('prints one line for every mistake in the environment, and exits with 2', async () => {
    const child = await start({ UPNEXT_HTTP_PORT: 'abc', UPNEXT_LOG_LEVEL: 'loud' })
    expect(await child.exited).toEqual({ code: 2, signal: null })
    const lines = child.stderr().trimEnd().split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'UPNEXT_LOG_LEVEL:',
      'UPNEXT_HTTP_PORT:',
      'UPNEXT_VIEWER_SECRET:',
    ])
    expect(lines[1]).toBe('UPNEXT_HTTP_PORT: expected a port from 0 to 65535, got "abc" (example: UPNEXT_HTTP_PORT=0)')
  })

  it('prints one line when the port is in use, and exits with 1', async () => {
    const holder = await start(SECRET, LISTENING)
    const port = String(portOf(holder))
    const child = await start({ ...SECRET, UPNEXT_HTTP_PORT: port })
    expect(await child.exited).toEqual({ code: 1, signal: null })
    expect(child.stderr()).toBe(
      `fixture could not start: ListenError: fixture HTTP: port ${port} on 127.0.0.1 is in use: stop what holds it, or set UPNEXT_HTTP_PORT to another port (0 takes a free one)\n`,
    )
  })

  it('logs what it runs with, without secrets, and warns of variables that nobody reads', async () => {
    const child = await start({ ...SECRET, UPNEXT_HTP_PORT: '1' }, STARTED)
    expect(child.output()).toContain('"UPNEXT_VIEWER_SECRET":"***"')
    expect(child.output()).not.toContain(SECRET.UPNEXT_VIEWER_SECRET)
    expect(child.output()).toContain('UPNEXT_HTP_PORT is not used here: did you mean UPNEXT_HTTP_PORT?')
  })
})

describe('stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('on %s stops everything and exits with 0', async (signal) => {
    const child = await start(SECRET, STARTED)
    expect(await child.stop(signal, 5000)).toEqual({ code: 0, signal: null })
    expect(child.output()).toContain('"msg":"stopped"')
    expect(child.stderr()).toBe('')
  })

  it('exits with 0 in the middle of a start', async () => {
    const child = await start({ ...SECRET, UPNEXT_FIXTURE: 'slow-start' }, LISTENING)
    expect(await child.stop('SIGTERM', 5000)).toEqual({ code: 0, signal: null })
    expect(child.stderr()).toBe('')
  })

  it('exits with 1 within 10 s when a part hangs, and names it', async () => {
    const child = await start({ ...SECRET, UPNEXT_FIXTURE: 'hang' }, STARTED)
    expect(await child.stop('SIGTERM', 10_000)).toEqual({ code: 1, signal: null })
    expect(child.output()).toContain('"part":"stop of hanging"')
  })

  it('exits with 1 within 10 s when something keeps the process alive, and says what', async () => {
    const child = await start({ ...SECRET, UPNEXT_FIXTURE: 'leak' }, STARTED)
    expect(await child.stop('SIGTERM', 10_000)).toEqual({ code: 1, signal: null })
    expect(child.output()).toContain('something keeps the process alive')
    expect(child.output()).toContain('"Timeout"')
  })

  it('exits at once on a second signal', async () => {
    const child = await start({ ...SECRET, UPNEXT_FIXTURE: 'hang' }, STARTED)
    child.signal('SIGTERM')
    await waitUntil(() => child.output().includes('"msg":"stopping"'), { message: 'the first signal to be heard' })
    expect(await child.stop('SIGINT', 5000)).toEqual({ code: 130, signal: null })
  })
})

describe('what nobody caught', () => {
  it.each([
    ['throw', 'uncaught exception'],
    ['reject', 'unhandled rejection'],
    ['fail', 'part has failed: stopping'],
  ])('(%s) is logged, and the process exits with 1', async (fixture, message) => {
    const child = await start({ ...SECRET, UPNEXT_FIXTURE: fixture })
    expect(await child.exited).toEqual({ code: 1, signal: null })
    expect(child.output()).toContain(`"msg":"${message}"`)
  })
})

describe('a failure that needs somebody', () => {
  it('is shown in the metrics until the time is up, or a signal comes', async () => {
    const port = await freePort()
    const lingering = { ...SECRET, UPNEXT_HTTP_PORT: String(port), UPNEXT_EXIT_LINGER: '60s' }
    const child = await start({ ...lingering, UPNEXT_FIXTURE: 'fail' }, /showing the failure/)
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    expect(await (await get('/metrics')).text()).toContain('upnext_fixture_failed{error="Error"} 1')
    const ready = await get('/ready')
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, parts: { failed: 'Error: the reader has ended' } },
    ])
    expect((await get('/live')).status).toBe(200)
    expect(child.stderr()).toBe('fixture cannot go on: the reader has ended\n')
    expect(await child.stop('SIGTERM', 5000)).toEqual({ code: 1, signal: null })

    const short = await start({ ...lingering, UPNEXT_FIXTURE: 'fail', UPNEXT_EXIT_LINGER: '50ms' })
    expect(await short.exited).toEqual({ code: 1, signal: null })
    expect(short.output()).toContain('showing the failure')
  })

  it('is not waited for where a restart may mend it', async () => {
    const child = await start({ ...SECRET, UPNEXT_FIXTURE: 'lose-log', UPNEXT_EXIT_LINGER: '60s' })
    expect(await child.exited).toEqual({ code: 1, signal: null })
    expect(child.stderr()).toBe('fixture cannot go on: LogUnavailableError: the broker is away\n')
    expect(child.output()).not.toContain('showing the failure')
  })
})

async function start(env: Record<string, string>, ready?: RegExp): Promise<Child> {
  const child = await startProcess({ entry: ENTRY, env, ...(ready === undefined ? {} : { ready }) })
  children.push(child)
  return child
}

function portOf(child: Child): number {
  return Number(/"port":(\d+),"msg":"listening"/.exec(child.output())?.[1])
}
