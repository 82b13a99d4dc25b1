import { describe, expect, it } from '@jest/globals'
import { judgeRun, runUntilValid } from './validity.mjs'

const ceilings = { produce: { figure: 1000 }, consume: { figure: 2000 } }
const least = 0.7
const bench = { measured: ['produce'] }
const at = (figure) => ({ produce: { figure } })

describe('judgeRun', () => {
  const judged = (parts) => judgeRun({ ceilings, least, bench, ...parts })

  it('takes a run for valid where all is near the ceilings, before and after', () => {
    expect(judged({ before: at(700), after: at(990) })).toEqual({
      valid: true,
      checks: [
        { ceiling: 'produce', when: 'before', figure: 700, share: 0.7 },
        { ceiling: 'produce', when: 'after', figure: 990, share: 0.99 },
      ],
    })
  })

  it('takes it for invalid where one is far below', () => {
    expect(judged({ before: at(900), after: at(600) }).valid).toBe(false)
    expect(judged({ before: at(600), after: at(900) }).valid).toBe(false)
  })

  it("counts the bench's own calibration, too", () => {
    const own = [{ ceiling: 'consume', path: 'calibration.perSecond' }]
    const valid = (perSecond) =>
      judged({ bench: { own }, before: {}, after: {}, result: { calibration: { perSecond } } }).valid
    expect([valid(1400), valid(1300), valid(undefined)]).toEqual([true, false, null])
  })

  it('does not know where something could not be measured', () => {
    const missing = { produce: { figure: null, missing: 'no kafka' } }
    expect(judged({ before: at(900), after: missing }).valid).toBe(null)
    expect(judged({ before: at(100), after: missing }).valid).toBe(false)
  })

  it('does not know of a bench that no ceiling corresponds to', () => {
    expect(judged({ bench: undefined, before: {} })).toEqual({ valid: null, checks: [] })
  })
})

describe('runUntilValid', () => {
  /** Runs with these measurements, one after the other, and notes what happened. */
  async function attempt(figures, attempts = 3) {
    const happened = []
    const result = await runUntilValid({
      ...{ bench, ceilings, least, attempts },
      measure: async () => at(figures.shift()),
      run: async () => {
        happened.push('run')
        return { bench: 'collector' }
      },
      pause: async () => {
        happened.push('pause')
      },
      say: () => undefined,
    })
    return { happened, result }
  }

  it('runs once on a quiet machine', async () => {
    const { happened, result } = await attempt([900, 900])
    expect(happened).toEqual(['run'])
    expect(result).toMatchObject({ bench: 'collector', valid: true, attempts: 1 })
  })

  it('waits where the machine is noisy before the run', async () => {
    const { happened, result } = await attempt([500, 900, 900])
    expect(happened).toEqual(['pause', 'run'])
    expect(result).toMatchObject({ valid: true, attempts: 2 })
  })

  it('repeats a run that became noisy', async () => {
    const { happened, result } = await attempt([900, 500, 900, 900])
    expect(happened).toEqual(['run', 'pause', 'run'])
    expect(result).toMatchObject({ valid: true, attempts: 2 })
  })

  it('ends after its attempts, with a result that says that it is invalid', async () => {
    const { happened, result } = await attempt([500, 500, 500, 500])
    expect(happened).toEqual(['pause', 'pause', 'run'])
    expect(result).toMatchObject({ bench: 'collector', valid: false, attempts: 3 })
    expect(result.ceilings).toHaveLength(2)
  })
})
