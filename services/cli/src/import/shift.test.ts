import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseShiftTarget, shiftOf } from './shift.ts'

const NOW = 1_700_000_000_000

describe('shift', () => {
  it('moves the newest event to now, or to the time given', () => {
    expect(shiftOf(parseShiftTarget('now'), NOW - 5, NOW)).toBe(5)
    expect(shiftOf(parseShiftTarget('2023-11-14T00:00:00Z'), 0, NOW)).toBe(Date.parse('2023-11-14T00:00:00Z'))
  })

  it('moves nothing when it is not asked to, or there is nothing to move', () => {
    expect(shiftOf(parseShiftTarget(undefined), 5, NOW)).toBe(0)
    expect(shiftOf(parseShiftTarget('now'), null, NOW)).toBe(0)
  })

  it('never moves an event past now', () => {
    const target = fc.oneof(
      fc.constant({ kind: 'now' as const }),
      fc.record({ kind: fc.constant('time' as const), atMs: fc.integer({ min: 0, max: NOW }) }),
    )
    fc.assert(
      fc.property(target, fc.array(fc.integer({ min: 0, max: 2 * NOW }), { minLength: 1 }), (to, times) => {
        const shift = shiftOf(to, Math.max(...times), NOW)
        return times.every((time) => time + shift <= NOW)
      }),
    )
  })

  it('refuses a target that is still to come, and words that are no time', () => {
    expect(() => shiftOf({ kind: 'time', atMs: NOW + 1 }, 0, NOW)).toThrow('still to come')
    expect(() => parseShiftTarget('tomorrow')).toThrow('--shift-to')
    expect(() => parseShiftTarget('2023-11-14T00:00:00')).toThrow('zone')
  })
})
