import { describe, expect, it } from '@jest/globals'
import { createMeter, meterLine } from './meter.ts'

describe('the meter of a rebuild', () => {
  it('knows percent, speed and what is left, also where an earlier run has begun', () => {
    const meter = createMeter(1000, 400)
    meter.add(100)
    const reading = meter.reading(2000, 500)
    expect(reading).toEqual({ records: 100, percent: 50, recordsPerSecond: 100, secondsLeft: 5 })
    expect(meterLine(reading)).toBe('  50 %: 100 events, 100 events/s, about 5 s left')
  })

  it('promises nothing before it has read, and no end before it is there', () => {
    const meter = createMeter(0, 0)
    expect(meterLine(meter.reading(0, 10))).toBe('  0 %: 0 events, 0 events/s')
    meter.add(10_000)
    expect(meterLine(meter.reading(1000, 1))).toContain('  99 %')
    expect(meterLine(meter.reading(10_000, 1_000_000))).toContain('about 17 min left')
  })
})
