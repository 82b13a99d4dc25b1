/** I1 to I3: what senders were told against what the log has. */
import type { History } from '../load/history.ts'
import type { LogAudit } from './log-audit.ts'

export interface HistoryVerdict {
  /** I1: acknowledged, and not in the log. */
  readonly lostFromLog: number
  /** I3: refused, and in the log all the same. */
  readonly rejectedInLog: number
  /** Never sent, and in the log. */
  readonly unsentInLog: number
  /** I2: nobody knew; so many of them are in the log. */
  readonly unknownInLog: number
  /** Acknowledged and in the log more than once: what the fold has to see through. */
  readonly repeatedInLog: number
  /** The first few that were lost, for whoever looks into it. */
  readonly lostNumbers: readonly number[]
}

const EXAMPLES = 20

export function judgeHistory(history: Pick<History, 'of' | 'size'>, audit: Pick<LogAudit, 'copies'>): HistoryVerdict {
  const verdict = { lostFromLog: 0, rejectedInLog: 0, unsentInLog: 0, unknownInLog: 0, repeatedInLog: 0 }
  const lostNumbers: number[] = []
  for (let n = 0; n < history.size; n++) {
    const told = history.of(n)
    const copies = audit.copies(n)
    if (copies > 1) verdict.repeatedInLog += 1
    if (told === 'acked' && copies === 0) {
      verdict.lostFromLog += 1
      if (lostNumbers.length < EXAMPLES) lostNumbers.push(n)
    }
    if (copies === 0) continue
    if (told === 'rejected') verdict.rejectedInLog += 1
    if (told === 'unknown') verdict.unknownInLog += 1
    if (told === null) verdict.unsentInLog += 1
  }
  return { ...verdict, lostNumbers }
}
