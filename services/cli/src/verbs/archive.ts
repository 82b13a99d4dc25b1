import type { Command } from 'commander'
import { z } from 'zod'
import { archiveFlags, durationText, topicFlag, withArchiveFlags } from '../archive/flags.ts'
import { usageError } from '../errors.ts'
import { integerText, parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const RunSchema = z.object({
  ...archiveFlags,
  topic: topicFlag,
  every: durationText.refine((ms) => ms > 0, 'expected more than nothing').optional(),
  hold: durationText.default(6 * 3_600_000),
  metricsPort: integerText.pipe(z.number().min(0, 'expected a port').max(65_535, 'expected a port')).optional(),
  loseHistory: z.boolean().default(false),
})
const StatusSchema = z.object({ ...archiveFlags, topic: topicFlag, check: z.boolean().default(false) })
const EraseSchema = z.object({ ...archiveFlags, viewer: z.string().min(1).optional() })

const EXAMPLES = `
Examples:
  $ UPNEXT_ARCHIVE=/srv/archive upnext archive run
  $ upnext archive run --every 5m --archive /srv/archive
  $ upnext archive status --json
  $ upnext archive status --check
  $ upnext archive erase --viewer 42
`

/** See docs/operations/archive.md. */
export function addArchive(program: Command, terminal: Terminal): void {
  const command = program
    .command('archive')
    .description('keep what the log will forget, in Parquet files')
    .addHelpText('after', EXAMPLES)
  withArchiveFlags(command.command('run'))
    .description('copy what the archive lacks, up to the end of the log')
    .option('--every <time>', 'again and again until stopped, such as 5m')
    .option(
      '--hold <time>',
      'with --every: how long a partition may wait to fill a file, 0 for not at all (default 6h)',
    )
    .option('--metrics-port <port>', 'with --every: serve /metrics, /live and /ready there, on UPNEXT_HOST')
    .option('--topic <names>', 'only these: viewer-events, catalog, rejected-events, dead-letters, model-updates')
    .option('--lose-history', 'go on although the log has deleted what was not archived')
    .addHelpText('after', EXAMPLES)
    .action(async (raw: unknown) => {
      const flags = parseOptions(RunSchema, raw)
      if (flags.metricsPort !== undefined && flags.every === undefined) {
        throw usageError(
          '--metrics-port: only a daemon serves metrics',
          'example: upnext archive run --every 5m --metrics-port 8084',
        )
      }
      return (await import('../archive/run-archive.ts')).runArchive(flags, terminal)
    })
  withArchiveFlags(command.command('status'))
    .description('show what is archived, what is not yet, and what is lost or missing')
    .option('--topic <names>', 'only these')
    .option('--check', 'read every file whole; exit code 1 where one is damaged or missing')
    .addHelpText('after', EXAMPLES)
    .action(async (raw: unknown) => {
      const flags = parseOptions(StatusSchema, raw)
      return (await import('../archive/show-status.ts')).showArchiveStatus(flags, terminal)
    })
  withArchiveFlags(command.command('erase'))
    .description('take a viewer who was erased out of the files')
    .option('--viewer <id>', 'the viewer, as your app names them')
    .addHelpText('after', EXAMPLES)
    .action(async (raw: unknown) => {
      const { viewer, ...flags } = parseOptions(EraseSchema, raw)
      if (viewer === undefined) throw usageError('say whom with --viewer', 'example: upnext archive erase --viewer 42')
      return (await import('../archive/erase-from-archive.ts')).eraseFromArchive({ viewer, ...flags }, terminal)
    })
}
