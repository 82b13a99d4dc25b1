import type { Command } from 'commander'
import { z } from 'zod'
import { runJob } from '../jobs/run-job.ts'
import { integerText, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { storeFlags, withStoreFlags } from '../store-flags.ts'
import { storeEnvironment, storesConfig } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...storeFlags,
  archive: z.string().min(1, 'expected a folder').optional(),
  rate: integerText.pipe(z.number().positive('expected events a second')).optional(),
  force: z.boolean().default(false),
  loseHistory: z.boolean().default(false),
})

const ReportSchema = z.object({
  generation: z.number(),
  foldVersion: z.number(),
  resumed: z.boolean(),
  events: z.number(),
  seconds: z.number(),
  eventsPerSecond: z.number(),
  unfoldable: z.number(),
})

const EXAMPLES = `
Examples:
  $ upnext profiles rebuild
  $ upnext profiles rebuild --rate 5000
  $ upnext profiles rebuild --archive /srv/archive
`

/** The feature service's own program: the fold that builds a generation is the one that feeds it. */
const FEATURE = new URL('../../../feature/dist/main.js', import.meta.url)

export function addProfilesRebuild(profiles: Command, terminal: Terminal): void {
  const command = profiles
    .command('rebuild')
    .description(
      'build a new generation from the whole history, archive and log, beside the running services; killed, it goes on where it was',
    )
    .option('--rate <events>', 'take no more events a second than this')
    .option('--archive <folder>', 'folder of the archive, for what the log has forgotten (UPNEXT_ARCHIVE)')
    .option('--force', 'build it although the store may not have room for two generations')
    .option('--lose-history', 'go on without what neither log nor archive has any more')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => rebuild(raw, terminal))
  withStoreFlags(command)
}

type Flags = z.infer<typeof FlagsSchema>
type Report = z.infer<typeof ReportSchema>

async function rebuild(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  storesConfig(flags, terminal)
  const report = await runRebuild(flags, terminal)
  if (flags.json) terminal.out(toJson(report))
  else for (const line of reportLines(report)) terminal.out(line)
}

async function runRebuild(flags: Flags, terminal: Terminal): Promise<Report> {
  const args = [
    '--rebuild',
    ...(flags.rate === undefined ? [] : ['--rate', String(flags.rate)]),
    ...(flags.force ? ['--force'] : []),
    ...(flags.loseHistory ? ['--lose-history'] : []),
  ]
  const env = { UPNEXT_LOG_LEVEL: 'warn', ...storeEnvironment(flags, terminal) }
  // Standard output is for what was asked for: the job's log goes to standard error, its report comes as a message.
  const report = await runJob({
    name: 'the rebuild',
    program: FEATURE,
    args,
    env,
    stdout: 2,
    hint: 'started again, it goes on where it was',
  })
  return ReportSchema.parse(report)
}

function reportLines({ generation, events, seconds, eventsPerSecond, unfoldable }: Report): string[] {
  return [
    `Generation ${generation} is ready: ${events} events in ${seconds.toFixed(1)} s (${eventsPerSecond} events/s)`,
    ...(unfoldable === 0 ? [] : [`${unfoldable} records could not be folded: see upnext.dead-letters.v1`]),
    'Next: upnext profiles compare, then upnext profiles switch',
  ]
}
