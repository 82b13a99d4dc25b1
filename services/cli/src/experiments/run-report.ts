/** `upnext experiments report`: from flags to the report. */
import { topicsOf } from '@upnext/contracts'
import { CliError, usageError } from '../errors.ts'
import { createProgress } from '../print/progress.ts'
import { openHistory } from '../stores/open-history.ts'
import { storesConfig } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'
import type { ReportFlags } from './flags.ts'
import { reportOf } from './report.ts'
import type { ExperimentReport } from './report.ts'
import { readShares } from './shares.ts'
import { tallyHistory } from './tally-history.ts'

export interface ReportOfHistory extends ExperimentReport {
  readonly windowMs: number
  readonly records: number
}

/** Rejects where no viewer was shown a variant of the experiment. */
export async function runReport(flags: ReportFlags, terminal: Terminal, signal: AbortSignal): Promise<ReportOfHistory> {
  const { experiment, window: windowMs, from: fromMs = -Infinity, to: toMs = Infinity } = flags
  const file = flags.file ?? terminal.env['UPNEXT_ROWS'] ?? ''
  const shares = file === '' ? null : await readShares(file, experiment)
  const topic = topicsOf(storesConfig(flags, terminal).UPNEXT_NAMESPACE).viewerEvents
  const opened = await openHistory({ ...flags, topics: [topic], mayLose: flags.loseHistory }, terminal)
  try {
    const progress = createProgress(terminal)
    const range = { experiment, fromMs, toMs, windowMs }
    const tallied = await tallyHistory(opened.history, { ...range, topic: topic.name, progress, signal })
    const report = makeReport(() => reportOf(tallied, { experiment, shares, control: flags.control ?? null }))
    if (report === null) {
      const { impressions, unreadable, untracked } = tallied.leftOut
      throw new CliError(`no viewer was shown a variant of ${experiment}`, {
        hint: `there were ${impressions} impressions: ${untracked} without a tracking value, ${unreadable} with one that cannot be read; see docs/experiments.md, "What the app sends"`,
      })
    }
    return { ...report, windowMs, records: tallied.records }
  } finally {
    await opened.close()
  }
}

function makeReport(make: () => ExperimentReport | null): ExperimentReport | null {
  try {
    return make()
  } catch (error) {
    throw error instanceof RangeError ? usageError(`--control: ${error.message}`) : error
  }
}
