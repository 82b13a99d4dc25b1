import type { Command } from 'commander'
import { CliError } from '../errors.ts'
import { ReportFlagsSchema } from '../experiments/flags.ts'
import type { ReportFlags } from '../experiments/flags.ts'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { untilStopped } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

/** Of a report that was made, and should not be believed. */
const MISMATCH_EXIT_CODE = 3

export const REPORT_EXAMPLES = `
Times are those at which the collector received the impressions. Exit code 3: the viewers of the variants are not as
many as their shares say, so the figures cannot be trusted.

Examples:
  $ upnext experiments report --experiment fewer-rows --file rows.yaml
  $ upnext experiments report --experiment fewer-rows --from 2026-01-01 --to 2026-01-15 --rows
  $ upnext experiments report --experiment fewer-rows --json
`

/** See docs/experiments.md. */
export function addExperimentsReport(experiments: Command, terminal: Terminal): void {
  experiments
    .command('report')
    .description('picks and watch time of each variant, with intervals, from the log and the archive')
    .requiredOption('--experiment <id>', 'as the rows file names it')
    .option('--file <rows.yaml>', 'the rows file, for the shares of the variants (UPNEXT_ROWS, default: equal shares)')
    .option('--control <variant>', 'what the others are compared with (default: the first of the rows file)')
    .option('--from <time>', 'only impressions received then or later')
    .option('--to <time>', 'only impressions received before')
    .option('--window <time>', 'a session counts for a pick if it begins so long after it at most (default 24h)')
    .option('--rows', 'a table for each row, too')
    .option('--lose-history', 'although the log has forgotten events that no archive has')
    .option('--archive <folder>', 'folder of the archive (UPNEXT_ARCHIVE)')
    .option('--data <folder>', 'data folder of an embedded Upnext (UPNEXT_DATA, default ./data)')
    .option('--json', 'print the report as JSON, always with its rows')
    .addHelpText('after', REPORT_EXAMPLES)
    .action((raw: unknown) => report(parseOptions(ReportFlagsSchema, raw), terminal))
}

async function report(flags: ReportFlags, terminal: Terminal): Promise<void> {
  // Loaded here: the other verbs answer faster without the stores.
  const { runReport } = await import('../experiments/run-report.ts')
  const { reportLines } = await import('../experiments/report-text.ts')
  const made = await untilStopped('the same command starts anew', (signal) => runReport(flags, terminal, signal))
  if (flags.json) terminal.out(toJson(made))
  else for (const line of reportLines(made, flags.rows)) terminal.out(line)
  if (made.sampleRatio.mismatch) {
    throw new CliError('the viewers of the variants are not as many as their shares say: do not trust these figures', {
      exitCode: MISMATCH_EXIT_CODE,
      hint: 'see docs/experiments.md, "When the sample ratio does not fit"',
    })
  }
}
