import type { Findings, RunFacts } from './result.ts'
import { killsOf } from './result.ts'

/** The end of a run, for people. */
export function tableOf(facts: RunFacts, findings: Findings, broken: readonly string[]): string[] {
  const { told, traffic, history, log, profiles, digests, positions, recovery, ranking, injected } = findings
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  const others = Object.fromEntries(Object.entries(injected.happened).filter(([name]) => !name.startsWith('kill ')))
  const rows: readonly (readonly [string, string])[] = [
    [
      'events sent',
      `${findings.events}, and ${traffic.duplicates} again on purpose, ${traffic.retries} for want of an answer`,
    ],
    [
      'told',
      `acked ${told.acked}, rejected ${told.rejected}, unknown ${told.unknown} (${history.unknownInLog} of them in the log)`,
    ],
    ['log', `${log.records} records, ${history.repeatedInLog} events more than once`],
    ['lost', `${history.lostFromLog} events from the log, ${profiles.missingEffects} effects from profiles`],
    ['doubled', `${profiles.surplusEffects} effects`],
    ['profiles', `${profiles.profiles}, ${profiles.differing} differ from the reference`],
    ['digests', `store ${digests.store.slice(0, 16)}, rebuild ${digests.rebuild.slice(0, 16)}`],
    [
      'positions',
      `${positions.movedBack} moved back, ${positions.samples} looks; ${findings.positionConflicts} stale batches refused`,
    ],
    ['kills', list(killsOf(injected))],
    ['other faults', list(others)],
    ['skipped', list(counted(injected.skipped))],
    [
      'recovery',
      `${recovery.lastMs} ms from the last fault; longest of ${recovery.measured}: ${recovery.longestMs} ms`,
    ],
    [
      'ranking',
      `${ranking.questions} questions, ${ranking.retried} retried, ${ranking.failed} failed, ${ranking.late} late, ` +
        `${ranking.empty} empty, ${ranking.degraded} degraded`,
    ],
    ['exits by themselves', list(findings.unplannedExits)],
  ]
  const repeat = facts.guardOff === null ? '' : ` --guard-off ${facts.guardOff}`
  return [
    ...rows.map(([name, value]) => `${name.padEnd(20)} ${value}`),
    ...profiles.examples.slice(0, broken.length > 0 ? 5 : 0),
    ...broken.map((words) => `BROKEN ${words}`),
    broken.length === 0 ? `ok: every promise was kept (${facts.seconds} s)` : `${broken.length} promises were broken`,
    `again: npm run chaos -- --minutes ${facts.minutes} --seed ${facts.seed}${repeat}`,
  ]
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
