/** Reads what is left, all of it, and holds it against the history. */
import { compareProfiles } from '../check/compare-profiles.ts'
import { digestOf } from '../check/digest.ts'
import { judgeHistory } from '../check/judge-history.ts'
import { createLogAudit } from '../check/log-audit.ts'
import { boundsOf, readWholeLog } from '../check/read-log.ts'
import { readProfiles } from '../check/read-profiles.ts'
import { referenceProfiles } from '../check/reference.ts'
import type { History } from '../load/history.ts'
import type { Findings } from '../report/result.ts'
import { GENERATION } from '../watch/steady-watch.ts'
import type { System } from '../world/system.ts'

export interface CheckOptions {
  readonly system: System
  readonly seed: number
  readonly history: History
}

type Checked = Pick<Findings, 'history' | 'log' | 'profiles' | 'digests' | 'deadLetters'> & {
  readonly canariesInLog: number
}

export async function checkEverything({ system, seed, history }: CheckOptions): Promise<Checked> {
  const { log, topics, keys, profiles: store } = system
  const audit = createLogAudit({ seed, keys, events: history.size })
  await readWholeLog(log, topics.viewerEvents.name, (partition, record) => audit.add(partition, record))
  const reference = referenceProfiles(seed, keys, history, audit)
  const stored = await readProfiles(store, GENERATION)
  const rebuilt = await readProfiles(store, GENERATION + 1)
  const letters = await boundsOf(log, topics.deadLetters.name)
  const { records, altered, foreign, misplaced } = audit
  return {
    history: judgeHistory(history, audit),
    log: { records, altered, foreign, misplaced },
    canariesInLog: audit.canaries,
    deadLetters: letters.reduce((sum, { start, end }) => sum + end - start, 0),
    profiles: compareProfiles(reference, stored),
    digests: { store: digestOf(stored), rebuild: digestOf(rebuilt), reference: digestOf(reference) },
  }
}
