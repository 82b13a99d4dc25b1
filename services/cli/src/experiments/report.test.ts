import { describe, expect, it } from '@jest/globals'
import { reportLines } from './report-text.ts'
import { reportOf } from './report.ts'
import type { ReportRequest } from './report.ts'
import { sharesIn } from './shares.ts'
import { createTally } from './tally.ts'
import { HOUR, T0, picked, record, shown } from './testing/experiment-events.ts'

const REQUEST: ReportRequest = { experiment: 'rows', shares: null, control: null }

/** Of each variant so many viewers; every second of `b` picks. */
function aTally(viewers: Readonly<Record<string, number>>) {
  const tally = createTally({ experiment: 'rows', fromMs: -Infinity, toMs: Infinity, windowMs: HOUR })
  for (const [variant, count] of Object.entries(viewers)) {
    for (let n = 0; n < count; n++) {
      const place = { page: `p-${variant}-${n}`, row: 'trending', variant }
      const events = [shown(place, ['m1', 'm2']), ...(variant === 'b' && n % 2 === 0 ? [picked(place, 'm2')] : [])]
      for (const kind of events) {
        const { value, headers = {} } = record(`${variant}-${n}`, kind, T0)
        tally.add(n % 3, { value, headers })
      }
    }
  }
  return tally.result()
}

describe('a report', () => {
  it('says what each variant came to, and how it differs from the control', () => {
    const report = reportOf(aTally({ a: 100, b: 100 }), REQUEST)
    expect(report).toMatchObject({
      control: 'a',
      sampleRatio: { p: 1, mismatch: false },
      variants: [
        { variant: 'a', viewers: 100, shown: 200, picks: 0, ctr: { value: 0, low: 0, high: 0 }, difference: null },
        { variant: 'b', viewers: 100, shown: 200, picks: 50, ctr: { value: 0.25 } },
      ],
      rows: [{ row: 'trending', variants: [{ variant: 'a' }, { variant: 'b', picks: 50 }] }],
    })
    const difference = report?.variants[1]?.difference?.ctr
    expect(difference).toMatchObject({ value: 0.25 })
    expect(difference?.low).toBeGreaterThan(0.19)
    expect(difference?.p).toBeLessThan(1e-6)
  })

  it('compares with the control that is named, and with no other', () => {
    const report = reportOf(aTally({ a: 10, b: 10 }), { ...REQUEST, control: 'b' })
    expect(report?.variants.map(({ difference }) => difference?.ctr.value)).toEqual([-0.25, undefined])
    expect(() => reportOf(aTally({ a: 10 }), { ...REQUEST, control: 'c' })).toThrow(
      '"c" is no variant of rows: it has a',
    )
  })

  it('is in the order of the shares, with variants that nobody saw and those that should not be there', () => {
    const shares = ['b', 'd'].map((variant) => ({ variant, share: 0.5 }))
    const report = reportOf(aTally({ a: 10, b: 20 }), { ...REQUEST, shares })
    expect(report?.variants.map(({ variant, viewers }) => [variant, viewers])).toEqual([
      ['b', 20],
      ['d', 0],
      ['a', 10],
    ])
    expect(report).toMatchObject({ control: 'b', sampleRatio: { mismatch: true } })
  })

  it('is none where nobody took part', () => {
    expect(reportOf(aTally({}), REQUEST)).toBeNull()
  })

  it('reads as tables', () => {
    const report = reportOf(aTally({ a: 100, b: 100 }), REQUEST)
    const text = report === null ? '' : reportLines(report, true).join('\n')
    expect(text).toMatch(/b +100 +100 +200 +50 +0 +25\.00 % \(20\.\d\d % to 29\.\d\d %\)/)
    expect(text).toMatch(/Against a\n.*\nb +\+25\.00 % \(.*\), p < 0\.0001/)
    expect(text).toContain('Row trending')
    expect(text).toContain('Sample ratio: as the shares say')
    expect(text).not.toContain('Left out')
    const lopsided = reportOf(aTally({ a: 100, b: 10 }), REQUEST)
    expect(lopsided === null ? '' : reportLines(lopsided, false).join('\n')).toContain('MISMATCH')
  })
})

describe('the shares of a rows file', () => {
  const file = `
version: 1
name: test
pages:
  home:
    rows:
      - {id: next, type: next_to_watch}
experiments:
  - id: rows
    variants:
      - {id: now, share: 0.9}
      - {id: new, share: 0.1}
`
  it('come in its order', () => {
    expect(sharesIn(file, 'rows.yaml', 'rows')).toEqual([
      { variant: 'now', share: 0.9 },
      { variant: 'new', share: 0.1 },
    ])
  })

  it('are refused of what is no rows file, or has no such experiment', () => {
    expect(() => sharesIn('version: 2', 'rows.yaml', 'rows')).toThrow(/rows\.yaml:1:10 version /)
    expect(() => sharesIn('a: [', 'rows.yaml', 'rows')).toThrow(/rows\.yaml:1:\d+ not YAML/)
    expect(() => sharesIn(file, 'rows.yaml', 'row')).toThrow('rows.yaml has no "row"; it has rows')
  })
})
