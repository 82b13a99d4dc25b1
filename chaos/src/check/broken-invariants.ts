/** Which promises a run broke, in words. None: it passed. */
import type { Findings } from '../report/result.ts'

const RECOVERY_LIMIT_MS = 30_000
/** Of all questions to ranking: those that met two faults at once. A short run is allowed one second of them. */
const UNLUCKY_SHARE = 0.005
const UNLUCKY_AT_LEAST = 20

export function brokenInvariants(findings: Findings): string[] {
  const unlucky = Math.max(UNLUCKY_AT_LEAST, UNLUCKY_SHARE * findings.ranking.questions)
  const { history, profiles, log, canaries, digests, positions, recovery, ranking, traffic } = findings
  const claims: readonly (readonly [boolean, string])[] = [
    [findings.told.acked > 0, 'nothing was acknowledged: the run says nothing'],
    [history.lostFromLog === 0, `I1: ${history.lostFromLog} acknowledged events are not in the log`],
    [profiles.missingEffects === 0, `I1: ${profiles.missingEffects} effects are missing from profiles`],
    [profiles.surplusEffects === 0, `I1: profiles have ${profiles.surplusEffects} effects too many`],
    [profiles.differing === 0, `I1: ${profiles.differing} profiles differ from the reference`],
    [history.rejectedInLog === 0, `I3: ${history.rejectedInLog} refused events are in the log`],
    [findings.contradictions === 0, `I3: ${findings.contradictions} events were both taken and refused`],
    [traffic.misjudged === 0, `I3: ${traffic.misjudged} valid events were refused, or others taken`],
    [
      history.unsentInLog + log.foreign === 0,
      `the log has ${history.unsentInLog + log.foreign} events that nobody sent`,
    ],
    [log.altered === 0, `${log.altered} records of the log are not what was sent`],
    [log.misplaced === 0, `${log.misplaced} records are in the wrong partition`],
    [findings.deadLetters === 0, `${findings.deadLetters} events went to the dead letters`],
    [positions.movedBack === 0, `I4: ${positions.movedBack} times a position went back`],
    [positions.pastEnd === 0, `I4: ${positions.pastEnd} times a position was past the log's end`],
    [findings.lag === 0, `${findings.lag} records were never folded in`],
    [digests.store === digests.rebuild, 'I5: profiles differ from a rebuild'],
    [digests.store === digests.reference, 'I5: profiles differ from the reference'],
    [ranking.questions > 0, 'ranking was never asked: the run says nothing of it'],
    [ranking.empty === 0, `I6: ${ranking.empty} rows were empty`],
    [ranking.foreign === 0, `I6: ${ranking.foreign} titles were not in the catalogue`],
    [ranking.failed <= unlucky, `I6: ${ranking.failed} of ${ranking.questions} questions failed`],
    [ranking.late <= unlucky, `I6: ${ranking.late} of ${ranking.questions} answers were late`],
    [recovery.lastMs <= RECOVERY_LIMIT_MS, `I7: recovery from the last fault took ${recovery.lastMs} ms`],
    [recovery.longestMs <= RECOVERY_LIMIT_MS, `I7: the longest recovery took ${recovery.longestMs} ms`],
    [canaries.inLog === 0, `I8: ids of the app are in ${canaries.inLog} records of the log`],
    [canaries.inOutput === 0, `I8: processes printed ids of the app ${canaries.inOutput} times`],
  ]
  return claims.filter(([holds]) => !holds).map(([, words]) => words)
}
