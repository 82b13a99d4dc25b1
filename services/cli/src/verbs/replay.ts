import type { Command } from 'commander'
import { Option } from 'commander'
import { CliError } from '../errors.ts'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { FlagsSchema } from '../replay/flags.ts'
import type { ReplayFlags } from '../replay/flags.ts'
import { ROLE_WORDS } from '../replay/known-topic.ts'
import type { ReplayReport } from '../replay/run-replay.ts'
import { untilStopped } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

const EXAMPLES = `
Places: beginning, end, a time with its zone (2026-01-31T12:00:00Z), a day (2026-01-31, UTC), an offset for all
partitions, or partition:offset,partition:offset. Times are those at which the collector received the events.

Examples:
  $ upnext replay --topic viewer-events --to events.jsonl
  $ upnext replay --topic viewer-events --from 2026-01-01 --until 2026-02-01 --kind rating --to - | head
  $ upnext replay --topic viewer-events --to-topic staging.upnext.viewer-events.v1 --rate 5000/s
  $ upnext replay --topic viewer-events --from 2026-01-31 --to-topic load.test --speed 10x
  $ upnext replay --manifest-from events.jsonl.manifest.json

More: docs/operations/replay.md
`

export function addReplay(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .description('write what a topic holds as JSON Lines, or its original bytes into another topic')
    .option('--topic <name>', `what to read: ${Object.keys(ROLE_WORDS).join(', ')}, or a full name`)
    .addOption(
      new Option('--like <role>', 'what the records of a topic of another name are').choices(Object.keys(ROLE_WORDS)),
    )
    .option('--from <place>', 'first record (default: beginning)')
    .option('--until <place>', 'where to stop: a time, or the next offset after the last (default: end, as it is now)')
    .option('--manifest-from <file>', 'the same slice and filters as an earlier replay; says whether the same came out')
    .option('--to <file>', 'JSON Lines, partition by partition; - for standard output')
    .option('--to-topic <name>', 'original bytes, into a topic that no service of this namespace reads')
    .option('--viewer <id>', 'only of this viewer (needs UPNEXT_VIEWER_SECRET, or the data folder of standalone)')
    .option('--kind <kind>', 'only of this kind, by the header of the record')
    .option('--item <id>', 'only of this item')
    .option('--raw', 'add the original key and value in base64')
    .option('--rate <records/s>', 'no faster than this')
    .option('--speed <times>', 'to a topic: in the order of time, so many times faster than it was')
    .option('--manifest <file>', 'where to write the manifest (default: beside the output)')
    .option('--again', 'although it was done before, or another one to the same place is unfinished')
    .option('--lose-history', 'go on where the log has forgotten records that no archive has')
    .option(
      '--data <folder>',
      'data folder of embedded storage, and for notes on replays (UPNEXT_DATA, default ./data)',
    )
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => replayAndReport(parseOptions(FlagsSchema, raw), terminal))
}

async function replayAndReport(flags: ReplayFlags, terminal: Terminal): Promise<void> {
  // Loaded here: the other verbs answer faster without the stores.
  const { runReplay } = await import('../replay/run-replay.ts')
  const report = await untilStopped('the same command goes on where it was', (signal) =>
    runReplay(flags, terminal, signal),
  )
  if (flags.json) terminal.out(toJson(jsonOf(report)))
  else for (const line of linesOf(report)) (flags.to === '-' ? terminal.err : terminal.out)(line)
  if (report.differences !== null && report.differences.length > 0) {
    throw new CliError(`not the same as ${flags.manifestFrom ?? ''}: ${report.differences.slice(0, 5).join('; ')}`)
  }
}

function jsonOf({ manifest, manifestPath, resumed, read, seconds, differences }: ReplayReport): unknown {
  const { topic, read: readInAll, written, digest } = manifest
  const facts = { topic, read: readInAll, written, digest, manifest: manifestPath, resumed }
  const same = differences === null ? {} : { same: differences.length === 0, differences }
  return { ...facts, seconds: Number(seconds.toFixed(3)), per_second: perSecond(read, seconds), ...same }
}

function linesOf({ manifest, manifestPath, resumed, read, seconds, differences }: ReplayReport): string[] {
  const { topic, written, digest } = manifest
  return [
    `${resumed ? 'Went on where it was. ' : ''}${written} of ${manifest.read} records of ${topic}, ${perSecond(read, seconds)} records/s in ${seconds.toFixed(1)} s`,
    `Digest ${digest}`,
    ...(manifestPath === null ? [] : [`Manifest ${manifestPath}`]),
    ...(differences?.length === 0 ? ['The same as before: counts and digest agree'] : []),
  ]
}

function perSecond(records: number, seconds: number): number {
  return seconds === 0 ? 0 : Math.round(records / seconds)
}
