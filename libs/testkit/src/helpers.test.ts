import { describe, expect, it } from '@jest/globals'
import { fakeClock } from './fake-clock.ts'
import { randomNamespace } from './random-namespace.ts'
import { seededRandom } from './random.ts'
import { testKafka } from './test-servers.ts'

describe('small helpers', () => {
  it('keep a fake clock still until it is moved', () => {
    const clock = fakeClock(1_000)
    expect(clock.now()).toBe(1_000)
    expect(clock.advance(5)).toBe(1_005)
    clock.set(3)
    expect(clock.now()).toBe(3)
  })

  it('give the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed)
      return Array.from({ length: 100 }, () => random.int(0, 1_000))
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(Math.min(...draw(1))).toBeGreaterThanOrEqual(0)
    expect(Math.max(...draw(1))).toBeLessThan(1_000)
    expect(() => seededRandom(1).pick([])).toThrow(RangeError)
  })

  it('make namespaces that configuration accepts, never the same twice', () => {
    expect(randomNamespace()).toMatch(/^[a-z0-9-]{1,32}$/)
    expect(randomNamespace()).not.toBe(randomNamespace())
  })

  it('tell which variable a server is missing from', () => {
    const before = process.env.UPNEXT_TEST_KAFKA
    delete process.env.UPNEXT_TEST_KAFKA
    try {
      expect(() => testKafka()).toThrow(/UPNEXT_TEST_KAFKA is not set: run `npm test`/)
    } finally {
      if (before !== undefined) process.env.UPNEXT_TEST_KAFKA = before
    }
  })
})
