import { describe, expect, it } from '@jest/globals'
import { GOOD_FINDINGS } from '../testing/good-findings.ts'
import { toJson } from './result.ts'
import { tableOf } from './table.ts'

const FACTS = { seed: 7, minutes: 2, guardOff: null, seconds: 130 }

describe('what a run says at its end', () => {
  it('counts lost events and lost effects as lost, and kills by target', () => {
    const history = { ...GOOD_FINDINGS.history, lostFromLog: 2 }
    const profiles = { ...GOOD_FINDINGS.profiles, missingEffects: 3, surplusEffects: 4 }
    const json = toJson(FACTS, { ...GOOD_FINDINGS, history, profiles }, ['I1'])
    expect(json).toMatchObject({ ok: false, sent: 100, lost: 5, doubled: 4, kills: { feature: 6, redis: 2 }, seed: 7 })
  })

  it('names the command that repeats it, the guard included', () => {
    expect(tableOf(FACTS, GOOD_FINDINGS, []).at(-1)).toBe('again: npm run chaos -- --minutes 2 --seed 7')
    const control = { ...FACTS, guardOff: 'cas' as const }
    expect(tableOf(control, GOOD_FINDINGS, ['I1: lost']).join('\n')).toMatch(/BROKEN I1: lost[^]*--guard-off cas$/)
  })
})
