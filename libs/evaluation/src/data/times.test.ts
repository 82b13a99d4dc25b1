import { describe, expect, it } from '@jest/globals'
import { parseTime } from './times.ts'

describe('parseTime', () => {
  it.each([
    ['1260759144', 1_260_759_144_000],
    ['1592337718.25', 1_592_337_718_250],
    ['1592337718000', 1_592_337_718_000],
    ['1.260759144e9', 1_260_759_144_000],
    ['2020-06-16T20:01:58Z', 1_592_337_718_000],
    ['2020-06-16 20:01:58', 1_592_337_718_000],
    ['2020-06-16T22:01:58+0200', 1_592_337_718_000],
    ['2020-06-16', 1_592_265_600_000],
    ['-1000', -1_000_000],
  ])('understands %p by itself', (text, expected) => {
    expect(parseTime(text, 'auto')).toBe(expected)
  })

  it('takes the unit that it is told', () => {
    expect(parseTime('1000', 'ms')).toBe(1000)
    expect(parseTime('1000', 's')).toBe(1_000_000)
  })

  it.each(['', 'yesterday', '2020-13-40', '16/06/2020', 'NaN', '0x10'])('refuses %p', (text) => {
    expect(parseTime(text, 'auto')).toBeNull()
  })

  it('refuses words where numbers were promised', () => {
    expect(parseTime('2020-06-16', 's')).toBeNull()
  })
})
