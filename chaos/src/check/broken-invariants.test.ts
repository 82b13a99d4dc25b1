import { describe, expect, it } from '@jest/globals'
import { GOOD_FINDINGS as GOOD } from '../testing/good-findings.ts'
import type { Findings } from '../report/result.ts'
import { brokenInvariants } from './broken-invariants.ts'

/** Every way in which a run can fail, each planted alone. */
const MISTAKES: readonly (readonly [string, Partial<Findings>])[] = [
  ['nothing was acknowledged', { told: { ...GOOD.told, acked: 0 } }],
  ['I1: 1 acknowledged', { history: { ...GOOD.history, lostFromLog: 1 } }],
  ['I1: 1 effects are missing', { profiles: { ...GOOD.profiles, missingEffects: 1 } }],
  ['I1: profiles have 1 effects too many', { profiles: { ...GOOD.profiles, surplusEffects: 1 } }],
  ['I1: 1 profiles differ', { profiles: { ...GOOD.profiles, differing: 1 } }],
  ['I3: 1 refused events', { history: { ...GOOD.history, rejectedInLog: 1 } }],
  ['I3: 1 events were both', { contradictions: 1 }],
  ['I3: 1 valid events', { traffic: { ...GOOD.traffic, misjudged: 1 } }],
  ['the log has 1 events', { history: { ...GOOD.history, unsentInLog: 1 } }],
  ['the log has 1 events', { log: { ...GOOD.log, foreign: 1 } }],
  ['1 records of the log are not', { log: { ...GOOD.log, altered: 1 } }],
  ['1 records are in the wrong', { log: { ...GOOD.log, misplaced: 1 } }],
  ['1 events went to the dead letters', { deadLetters: 1 }],
  ['I4: 1 times a position went back', { positions: { ...GOOD.positions, movedBack: 1 } }],
  ['I4: 1 times a position was past', { positions: { ...GOOD.positions, pastEnd: 1 } }],
  ['1 records were never folded', { lag: 1 }],
  ['I5: profiles differ from a rebuild', { digests: { ...GOOD.digests, rebuild: 'b' } }],
  ['I5: profiles differ from the reference', { digests: { ...GOOD.digests, reference: 'b' } }],
  ['ranking was never asked', { ranking: { ...GOOD.ranking, questions: 0, failed: 0, late: 0 } }],
  ['I6: 1 rows were empty', { ranking: { ...GOOD.ranking, empty: 1 } }],
  ['I6: 1 titles', { ranking: { ...GOOD.ranking, foreign: 1 } }],
  ['I6: 50 of 1000 questions', { ranking: { ...GOOD.ranking, failed: 50 } }],
  ['I6: 50 of 1000 answers', { ranking: { ...GOOD.ranking, late: 50 } }],
  ['I7: recovery from the last', { recovery: { ...GOOD.recovery, lastMs: 30_001 } }],
  ['I7: the longest recovery', { recovery: { ...GOOD.recovery, longestMs: 30_001 } }],
  ['I8: ids of the app are in 1', { canaries: { inLog: 1, inOutput: 0 } }],
  ['I8: processes printed', { canaries: { inLog: 0, inOutput: 1 } }],
]

describe('the verdict', () => {
  it('finds nothing where every promise was kept', () => {
    expect(brokenInvariants(GOOD)).toEqual([])
  })

  it.each(MISTAKES)('says "%s"', (words, mistake) => {
    expect(brokenInvariants({ ...GOOD, ...mistake })).toEqual([expect.stringContaining(words)])
  })
})
