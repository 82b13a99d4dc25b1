import { describe, expect, it } from '@jest/globals'
import { waitUntil } from '@upnext/testkit'
import { startWatchdog } from './watchdog.ts'
import type { Watchdog } from './watchdog.ts'

/** A watchdog whose `waiting` answers by the number of the question, from 1 on. */
function watch(answer: (question: number) => readonly string[] | Promise<readonly string[]>): {
  dog: Watchdog
  seen: { questions: number; stalls: number }
} {
  const seen = { questions: 0, stalls: 0 }
  const dog = startWatchdog({
    stallMs: 20,
    waiting: async () => answer((seen.questions += 1)),
    onStall: () => void (seen.stalls += 1),
  })
  return { dog, seen }
}

describe('the watchdog', () => {
  it('speaks up once when the same thing waits all the while, and not before', async () => {
    const { seen } = watch(() => ['0@7', '1@3'])
    await waitUntil(() => seen.stalls > 0, { message: 'the stall is noticed' })
    expect(seen).toEqual({ questions: 5, stalls: 1 })
  })

  it.each<[string, (question: number) => readonly string[] | Promise<readonly string[]>]>([
    ['nothing waits', () => []],
    ['that is not known', () => Promise.reject(new Error('the broker is away'))],
    ['what waits has moved on', (question) => [`0@${question}`]],
    ['nothing waits now and then', (question) => (question % 4 === 0 ? [] : ['0@7'])],
  ])('stays silent while %s', async (_, answer) => {
    const { dog, seen } = watch(answer)
    await waitUntil(() => seen.questions > 12, { message: 'it asks' })
    expect(seen.stalls).toBe(0)
    dog.close()
  })

  it('stays silent when something is read now and then, also while it asks', async () => {
    const { dog, seen } = watch((question) => {
      if (question % 3 === 0) dog.alive()
      return ['0@7']
    })
    await waitUntil(() => seen.questions > 12, { message: 'it asks' })
    expect(seen.stalls).toBe(0)
    dog.close()
  })

  it('stays silent once it was closed', async () => {
    const { dog, seen } = watch((question) => {
      if (question === 5) dog.close()
      return ['0@7']
    })
    await waitUntil(() => seen.questions === 5, { message: 'it asks' })
    await new Promise(setImmediate)
    expect(seen.stalls).toBe(0)
  })
})
