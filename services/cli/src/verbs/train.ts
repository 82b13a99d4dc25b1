import type { Command } from 'commander'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { findAddresses } from '../clients/addresses.ts'
import { trainNow } from '../clients/standalone-client.ts'
import { addressFlags, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { trainingLines } from '../print/training-text.ts'
import type { Terminal } from '../terminal.ts'
import { runTrainingJob, trainIntoFolder } from '../train/training-job.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  until: z.string().optional(),
  out: z.string().optional(),
  loseHistory: z.boolean().default(false),
  json: z.boolean().default(false),
})

const EXAMPLES = `
Examples:
  $ upnext train
  $ UPNEXT_BACKEND=kafka-redis upnext train
  $ upnext train --until 2026-02-01T00:00:00Z --out model-of-january
  $ upnext train --until model-of-january/manifest.json --out the-same-again
`

export function addTrain(program: Command, terminal: Terminal): void {
  const command = program
    .command('train')
    .description('tune and train a model of all events now, and make it the active one')
    .option(
      '--until <end>',
      'only of what was received before a time, or of the offsets in a manifest, or of partition:offset,...',
    )
    .option('--out <folder>', 'write model and manifest there; the active model stays')
    .option('--lose-history', 'although the log has forgotten events that no archive has')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => train(raw, terminal))
  withAddressFlags(command)
}

async function train(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  if (flags.out !== undefined) {
    const written = await trainIntoFolder({ ...flags, out: flags.out }, terminal)
    if (flags.json) terminal.out(toJson(written))
    else
      terminal.out(
        `Model ${written.sha256} of ${written.events} events and ${written.titles} titles, in ${written.folder}`,
      )
    return
  }
  const isJob = flags.until !== undefined || flags.loseHistory || terminal.env['UPNEXT_BACKEND'] === 'kafka-redis'
  if (isJob) return runTrainingJob(flags, terminal)
  const report = await trainNow((await findAddresses(flags, terminal)).collector)
  if (flags.json) terminal.out(toJson(report))
  else for (const line of trainingLines(report)) terminal.out(line)
}
