import { describe, expect, it } from '@jest/globals'
import { GOALS, judgeGoals, summaryOf } from './goals.mjs'
import { PLAN } from './plan.mjs'

const RATE = { path: 'rate', bench: 'ranking', figure: 'ratio.median', unit: '', goal: { atLeast: 0.2 } }

describe('judgeGoals', () => {
  it('holds a figure against the goal and the reach', () => {
    const goals = [{ ...RATE, reach: { atLeast: 0.35 } }]
    const judged = (median) => judgeGoals('ranking', { ratio: { median } }, goals)[0]
    expect(judged(0.19)).toMatchObject({ figure: 0.19, met: false, reached: false })
    expect(judged(0.2)).toMatchObject({ met: true, reached: false })
    expect(judged(0.35)).toMatchObject({ met: true, reached: true })
  })

  it('knows goals that a figure must not exceed', () => {
    const goals = [{ ...RATE, goal: { atMost: 2 } }]
    const met = (median) => judgeGoals('ranking', { ratio: { median } }, goals)[0].met
    expect([met(1.9), met(2), met(2.1)]).toEqual([true, true, false])
  })

  it('knows goals that grow with another figure', () => {
    const goals = [{ ...RATE, figure: 'ownMb', goal: { atMost: { times: 2.5, of: 'modelMb', plus: 120 } } }]
    const judged = (result) => judgeGoals('ranking', result, goals)[0]
    expect(judged({ ownMb: 370, modelMb: 100 })).toMatchObject({ goal: { atMost: 370 }, met: true })
    expect(judged({ ownMb: 371, modelMb: 100 }).met).toBe(false)
    expect(judged({ ownMb: 1 }).met).toBe(false)
  })

  it('takes a missing figure for a missed goal', () => {
    expect(judgeGoals('ranking', { ratio: {} }, [RATE])[0]).toMatchObject({ figure: null, met: false, reached: null })
  })

  it('only reports a figure that has no goal', () => {
    const judged = judgeGoals('ranking', { ratio: { median: 7 } }, [{ ...RATE, goal: undefined }])[0]
    expect(judged).toMatchObject({ figure: 7, goal: null, met: null, reached: null })
  })

  it('judges only the goals of the bench', () => {
    expect(judgeGoals('page', { ratio: { median: 1 } }, [RATE])).toEqual([])
  })
})

describe('summaryOf', () => {
  it('counts goals of what was no noise, and names what is missed, noise or failed', () => {
    const missed = { path: 'its rate', figure: 0.1, unit: 'of the rate', met: false }
    const runs = [
      { bench: 'ranking', result: { valid: true, goals: [{ met: true }, missed, { met: null }] } },
      {
        bench: 'memory',
        result: { valid: null, goals: [{ met: true }, { ...missed, path: 'its size', figure: null }] },
      },
      { bench: 'page', result: { valid: false, goals: [missed, { met: true }] } },
      { bench: 'replay', result: null },
    ]
    expect(summaryOf(runs)).toEqual({
      met: 2,
      missed: ['its rate: 0.1 of the rate', 'its size: no such figure'],
      invalid: ['page'],
      failed: ['replay'],
    })
  })
})

describe('the goals', () => {
  it('are of benches that are run', () => {
    const planned = PLAN.map(({ bench }) => bench)
    expect(GOALS.map(({ bench }) => bench).filter((bench) => !planned.includes(bench))).toEqual([])
  })

  it('reach further than they have to', () => {
    for (const { goal, reach } of GOALS.filter((one) => one.reach !== undefined))
      expect(Object.keys(reach)).toEqual(Object.keys(goal))
  })
})
