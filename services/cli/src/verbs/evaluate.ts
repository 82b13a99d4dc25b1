import { runEvaluation } from '@upnext/evaluation'
import type { Command } from 'commander'
import { Option } from 'commander'
import { FORMATS, FlagsSchema, PROTOCOLS, modelsOf, optionsOf, sourceOf } from '../evaluate/flags.ts'
import type { Flags } from '../evaluate/flags.ts'
import { reportText } from '../evaluate/report-table.ts'
import { createStageProgress } from '../evaluate/stage-progress.ts'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import type { Terminal } from '../terminal.ts'

const EXAMPLES = `
Examples:
  $ upnext evaluate --format events --data ratings.csv --columns user=userId,item=movieId,time=timestamp --min-item-count 5
  $ upnext evaluate --format events --data train.tsv --test test.tsv --columns user=SessionId,item=ItemId,time=Time --allow-seen
  $ upnext evaluate --format pairs --train train.txt --test test.txt --json
  $ upnext evaluate --format sequences --train train.txt --test test.txt --models cosine,markov

Protocols, metrics and file formats: docs/evaluation.md
`

export function addEvaluate(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description('measure how well titles are found that were held out, beside the usual baselines')
    .addOption(new Option('--format <format>', 'what the files are like').choices(FORMATS).makeOptionMandatory())
    .option('--train <file>', 'pairs: "user item item ..." a line; sequences: items a line, oldest first')
    .option('--test <files...>', 'what is held out: the same, or line by line the one next item')
    .option('--histories <file>', 'sequences: what to predict from, where that is not --train')
    .option('--data <files...>', 'events: tables with a header')
    .option('--columns <names>', 'events: user=..,item=..,time=..[,rating=..][,watched=..,duration=..]')
    .addOption(new Option('--protocol <protocol>', 'events: how to ask').choices(PROTOCOLS).default('successive'))
    .option('--cut <quantile>', 'events without --test: hold out what comes after this quantile of time', '0.9')
    .option('--allow-seen', "leave only the viewer's last title out of the lists, instead of all seen")
    .option('--min-item-count <n>', 'events: leave out items with fewer rows')
    .option('--rating-max <n>', 'the best rating there is (default: found out)')
    .option('--target-min-rating <n>', 'only what was rated so well is looked for')
    .option('--ungraded', 'tell models what was watched, not how it was rated')
    .option('--items <file>', 'events: a table of what the items are about')
    .option('--item-columns <names>', 'its columns: id=..,content=genres|tags')
    .option('--sample-users <n>', 'ask about so many viewers only')
    .option('--seed <n>', 'of the sample')
    .option('--recent-titles <n>', 'titles in a profile that is asked from (default: as served)')
    .option('--training-titles <n>', 'titles in a profile that is learned from (default: as trained)')
    .option('--models <names>', 'only these rows, comma separated')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => evaluateAndReport(parseOptions(FlagsSchema, raw), terminal))
}

async function evaluateAndReport(flags: Flags, terminal: Terminal): Promise<void> {
  const progress = createStageProgress(terminal)
  const source = sourceOf(flags)
  const report = await runEvaluation({
    data: [flags.train ?? [], flags.data, flags.test].flat().join(' '),
    source,
    options: optionsOf(flags),
    models: modelsOf(flags),
    gauges: { nowMs: () => performance.now(), peakMemoryMb: () => process.resourceUsage().maxRSS / 1024 },
    onProgress: progress.onProgress,
  }).finally(() => progress.stop())
  terminal.out(flags.json ? toJson(report) : reportText(report))
}
