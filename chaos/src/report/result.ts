/** What a run found, as `--json` prints it. */
import type { HistoryVerdict } from '../check/judge-history.ts'
import type { ProfilesVerdict } from '../check/compare-profiles.ts'
import type { Injected } from '../faults/inject.ts'
import type { TrafficCounts } from '../load/traffic.ts'
import type { RankingFigures } from '../probe/ranking-probe.ts'
import type { GuardOff } from '../world/processes.ts'

export interface Findings {
  readonly told: { readonly acked: number; readonly rejected: number; readonly unknown: number }
  readonly events: number
  readonly contradictions: number
  readonly traffic: TrafficCounts
  readonly history: HistoryVerdict
  readonly log: {
    readonly records: number
    readonly altered: number
    readonly foreign: number
    readonly misplaced: number
  }
  /** Ids of the app in records of the log, and in what processes printed. */
  readonly canaries: { readonly inLog: number; readonly inOutput: number }
  readonly deadLetters: number
  readonly profiles: ProfilesVerdict
  /** Records that the store had not taken up when time was up: 0 where it kept up. */
  readonly lag: number
  readonly digests: { readonly store: string; readonly rebuild: string; readonly reference: string }
  readonly positions: { readonly samples: number; readonly movedBack: number; readonly pastEnd: number }
  /** Commits that lost the race for a position. */
  readonly positionConflicts: number
  readonly recovery: { readonly measured: number; readonly longestMs: number; readonly lastMs: number }
  readonly ranking: RankingFigures
  readonly injected: Injected
  /** By process and reason. */
  readonly unplannedExits: Readonly<Record<string, number>>
}

export interface RunFacts {
  readonly seed: number
  readonly minutes: number
  readonly guardOff: GuardOff | null
  readonly seconds: number
}

/** The one object that `--json` ends with. */
export function toJson(facts: RunFacts, findings: Findings, broken: readonly string[]): Record<string, unknown> {
  const { told, history, profiles, digests, positions, recovery, ranking, injected, traffic, log } = findings
  return {
    ok: broken.length === 0,
    broken,
    ...facts,
    sent: findings.events,
    acked: told.acked,
    rejected: told.rejected,
    unknown: told.unknown,
    unknownInLog: history.unknownInLog,
    repeatedInLog: history.repeatedInLog,
    records: log.records,
    lost: history.lostFromLog + profiles.missingEffects,
    doubled: profiles.surplusEffects,
    lostFromLog: history.lostFromLog,
    missingEffects: profiles.missingEffects,
    surplusEffects: profiles.surplusEffects,
    profiles: profiles.profiles,
    profilesDiffering: profiles.differing,
    kills: killsOf(injected),
    faults: injected.happened,
    skippedFaults: injected.skipped.length,
    longestRecoveryMs: Math.max(recovery.longestMs, recovery.lastMs),
    lastRecoveryMs: recovery.lastMs,
    recoveriesMeasured: recovery.measured,
    digest: digests.store,
    rebuildDigest: digests.rebuild,
    referenceDigest: digests.reference,
    positionsMovedBack: positions.movedBack,
    positionSamples: positions.samples,
    positionConflicts: findings.positionConflicts,
    unplannedExits: findings.unplannedExits,
    ranking,
    traffic,
  }
}

/** SIGKILLs by target. */
export function killsOf({ happened }: Injected): Record<string, number> {
  const kills = Object.entries(happened).filter(([name]) => name.startsWith('kill '))
  return Object.fromEntries(kills.map(([name, count]) => [name.slice('kill '.length), count]))
}
