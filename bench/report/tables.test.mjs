import { describe, expect, it } from '@jest/globals'
import { goalsTable, runSection, table } from './tables.mjs'

const GOAL = {
  ...{ path: 'page: p50', against: 'a static answer', bench: 'page', figure: 'value.p50', unit: 'ms' },
  ...{ goal: { atMost: 2 }, reach: { atMost: 1 } },
}
const entry = (p50, more = {}) => ({
  ...{
    bench: 'page',
    command: 'npm run bench -- page --json',
    commit: 'a'.repeat(40),
    date: '2026-11-26',
    seconds: 60,
  },
  ...{ error: null, lines: ['a page takes a while'] },
  result: { bench: 'page', value: { p50, p99: 4, p999: 5, max: 6, samples: 1200 }, valid: true, attempts: 1, ...more },
})
const lastRow = (text) => text.split('\n').at(-1)

describe('goalsTable', () => {
  it('says of each goal what was measured, by which command, and whether it is met', () => {
    const row = (p50, more) => lastRow(goalsTable([entry(p50, more)], [GOAL]))
    expect(row(0.9)).toBe(
      '| page: p50 | a static answer | at most 2 ms | at most 1 | 0.9 ms | yes, and the reach | `npm run bench -- page --json` | 2026-11-26, aaaaaaaaaaaa |',
    )
    expect(row(1.5)).toContain('| 1.5 ms | yes |')
    expect(row(2.5)).toContain('| 2.5 ms | no |')
    expect(row(1.5, { valid: false })).toContain('| yes, in an invalid run |')
  })

  it('does not make up what was not measured', () => {
    expect(lastRow(goalsTable([], [GOAL]))).toContain('|  | not measured yet |')
    expect(lastRow(goalsTable([{ ...entry(1), result: null }], [GOAL]))).toContain('|  | the run failed |')
    expect(lastRow(goalsTable([entry(undefined)], [GOAL]))).toContain('|  | no such figure |')
  })

  it('reports a figure without a goal', () => {
    const row = lastRow(goalsTable([entry(1.5)], [{ ...GOAL, goal: undefined, reach: undefined }]))
    expect(row).toContain('| page: p50 | a static answer |  |  | 1.5 ms | reported |')
  })

  it('writes a goal that grows with another figure as its number, once there is one', () => {
    const goal = { ...GOAL, goal: { atMost: { times: 2.5, of: 'modelMb', plus: 120 } }, reach: undefined }
    expect(lastRow(goalsTable([], [goal]))).toContain('at most 2.5 x modelMb + 120 ms')
    expect(lastRow(goalsTable([entry(1, { modelMb: 100 })], [goal]))).toContain('at most 370 ms')
  })
})

describe('runSection', () => {
  it('has the command, what the bench says, and every figure', () => {
    const ceilings = [{ ceiling: 'call', when: 'before', figure: 15000, share: 0.84 }]
    const text = runSection(entry(1.5, { ceilings, ratio: { min: 1, median: 2, max: 3 } }), [GOAL])
    expect(text).toContain('`npm run bench -- page --json`, commit aaaaaaaaaaaa, 2026-11-26, 60 s.')
    expect(text).toContain('Valid (attempt 1).')
    expect(text).toContain('- a page takes a while')
    expect(text).toContain('| call | before | 15,000 | 0.84 |')
    expect(text).toContain('| ratio | 1 | 2 | 3 |')
    expect(text).toContain('| value | 1.5 | 4 | 5 | 6 | 1,200 |')
  })

  it('says that a run was invalid', () => {
    expect(runSection(entry(1.5, { valid: false, attempts: 3 }), [GOAL])).toContain('**Invalid**')
  })

  it('says why a run failed', () => {
    const text = runSection({ ...entry(1), result: null, error: 'no kafka' }, [GOAL])
    expect(text).toContain('**Failed**: no kafka')
  })
})

describe('table', () => {
  it('keeps bars in cells from ending them', () => {
    expect(lastRow(table(['a'], [['x|y']]))).toBe('| x\\|y |')
  })
})
