import { describe, expect, it } from '@jest/globals'
import { waitUntil } from '@upnext/testkit'
import { createLifecycle } from './lifecycle.ts'
import type { Lifecycle, LifecyclePart } from './lifecycle.ts'
import { keepLogLines } from './testing/log-lines.ts'

describe('lifecycle', () => {
  it('starts in order and stops in reverse', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    for (const name of ['store', 'reader', 'server']) lifecycle.add(name, part(name))
    await lifecycle.start()
    await lifecycle.stop()
    expect(seen).toEqual(['+store', '+reader', '+server', '-server', '-reader', '-store'])
  })

  it('stops once, however often it is asked', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    lifecycle.add('store', part('store'))
    await lifecycle.start()
    await Promise.all([lifecycle.stop(), lifecycle.stop()])
    await lifecycle.stop()
    expect(seen).toEqual(['+store', '-store'])
  })

  it('stops what already runs when a part cannot start, and tells why', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    lifecycle.add('store', part('store'))
    lifecycle.add('server', { start: () => Promise.reject(new Error('port in use')), stop: part('server').stop })
    lifecycle.add('reader', part('reader'))
    await expect(lifecycle.start()).rejects.toThrow('port in use')
    expect(seen).toEqual(['+store', '-store'])
  })

  it('closes what was opened before it was added, even when nothing was started', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    lifecycle.add('server', part('server'))
    lifecycle.add('backends', { stop: part('backends').stop })
    await lifecycle.stop()
    expect(seen).toEqual(['-backends'])
  })

  it('goes on stopping where a part fails, and logs which', async () => {
    const { lifecycle, seen, part, lines } = aLifecycle()
    lifecycle.add('store', part('store'))
    lifecycle.add('reader', { stop: () => Promise.reject(new Error('broker away')) })
    await lifecycle.start()
    await lifecycle.stop()
    expect(seen).toEqual(['+store', '-store'])
    expect(lines()).toContainEqual(expect.objectContaining({ level: 'error', part: 'reader' }))
  })

  it('starts parts that a part adds while it starts', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    lifecycle.add('outer', {
      start: async () => {
        lifecycle.add('inner', part('inner'))
      },
    })
    await lifecycle.start()
    await lifecycle.stop()
    expect(seen).toEqual(['+inner', '-inner'])
  })

  it('tells a part that still starts to give up, and starts nothing more', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    lifecycle.add('store', part('store'))
    lifecycle.add('slow', { start: untilAborted })
    lifecycle.add('server', part('server'))
    const started = lifecycle.start()
    await waitUntil(() => seen.includes('+store'), { message: 'the first part to run', timeoutMs: 2000 })
    await lifecycle.stop()
    await expect(started).rejects.toThrow('gave up')
    expect(seen).toEqual(['+store', '-store'])
  })

  it('stops a part that comes too late', async () => {
    const { lifecycle, seen, part } = aLifecycle()
    await lifecycle.stop()
    lifecycle.add('late', { stop: part('late').stop })
    await waitUntil(() => seen.includes('-late'), { message: 'the late part to be stopped', timeoutMs: 2000 })
  })

  it('ends the process with 1 when a part hangs, and names it', async () => {
    const codes: number[] = []
    const { log, lines } = keepLogLines()
    const lifecycle = createLifecycle({ log, stopTimeoutMs: 20, exit: (code) => void codes.push(code) })
    lifecycle.add('reader', { stop: () => new Promise(() => undefined) })
    void lifecycle.stop()
    await waitUntil(() => codes.length > 0, { message: 'the alarm', timeoutMs: 2000 })
    expect(codes).toEqual([1])
    expect(lines()).toContainEqual(expect.objectContaining({ level: 'fatal', part: 'stop of reader' }))
  })
})

interface Arrangement {
  readonly lifecycle: Lifecycle
  /** `+name` for every start, `-name` for every stop. */
  readonly seen: string[]
  part(name: string): Required<LifecyclePart>
  lines(): Record<string, unknown>[]
}

function aLifecycle(): Arrangement {
  const { log, lines } = keepLogLines()
  const seen: string[] = []
  const exit = (code: number): void => void seen.push(`exit ${code}`)
  return {
    lifecycle: createLifecycle({ log, stopTimeoutMs: 5000, exit }),
    seen,
    lines,
    part: (name) => ({
      start: async () => seen.push(`+${name}`),
      stop: async () => seen.push(`-${name}`),
    }),
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('gave up')), { once: true })
  })
}
