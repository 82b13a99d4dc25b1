import { describe, expect, it } from '@jest/globals'
import { openLoop } from './open-loop.mjs'

/** Time that passes only where somebody waits. */
function someTime() {
  const time = {
    ms: 0,
    now: () => time.ms,
    wait: async (ms) => {
      // Whoever waits for this moment goes on before the clock does.
      await new Promise((resolve) => setImmediate(resolve))
      time.ms += ms
    },
  }
  return time
}

describe('openLoop', () => {
  it('calls at the rate, whether or not answers come', async () => {
    const time = someTime()
    const sentAt = []
    const answers = []
    const call = () => {
      sentAt.push(time.now())
      if (sentAt.length === 10) setImmediate(() => answers.forEach((answer) => answer()))
      return new Promise((resolve) => answers.push(resolve))
    }
    const { samples, mostWaiting } = await openLoop({ perSecond: 100, seconds: 0.1, call, time })
    expect(sentAt).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90])
    expect([samples, mostWaiting]).toEqual([10, 10])
  })

  it('shows a pause in all that was due in it, and not in one call only', async () => {
    const time = someTime()
    let number = 0
    // The first call stops everything for a second, as a garbage collection of one shared thread would.
    const call = async () => {
      if ((number += 1) === 1) time.ms += 1000
    }
    const { p50, max, samples } = await openLoop({ perSecond: 100, seconds: 1, call, time })
    expect(samples).toBe(100)
    expect(p50).toBeGreaterThan(450)
    expect(max).toBeGreaterThanOrEqual(1000)
  })

  it('does not count what timers are late', async () => {
    const time = someTime()
    const late = { ...time, now: time.now, wait: (ms) => time.wait(ms + 1) }
    const { max } = await openLoop({ perSecond: 100, seconds: 0.5, call: async () => {}, time: late })
    expect(max).toBe(0)
  })

  it('ends with the first call that fails', async () => {
    let calls = 0
    const call = async () => {
      calls += 1
      throw new Error('refused')
    }
    const load = openLoop({ perSecond: 100, seconds: 10, call, time: someTime() })
    await expect(load).rejects.toThrow('refused')
    expect(calls).toBeLessThan(10)
  })
})
