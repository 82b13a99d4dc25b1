import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { findAddresses } from '../clients/addresses.ts'
import { trainNow } from '../clients/standalone-client.ts'
import { CliError } from '../errors.ts'
import { addressFlags, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { trainingLines } from '../print/training-text.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ ...addressFlags, json: z.boolean().default(false) })

const EXAMPLES = `
Examples:
  $ upnext train
  $ UPNEXT_BACKEND=kafka-redis upnext train
`

/** The trainer's own program: on Kafka and Redis a training job needs nobody but the backends. */
const TRAINER = new URL('../../../trainer/dist/main.js', import.meta.url)

export function addTrain(program: Command, terminal: Terminal): void {
  const command = program
    .command('train')
    .description('tune and train a model of all events now, and make it the active one')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => train(raw, terminal))
  withAddressFlags(command)
}

async function train(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  if (terminal.env['UPNEXT_BACKEND'] === 'kafka-redis') return trainAsJob(terminal)
  const report = await trainNow((await findAddresses(flags, terminal)).collector)
  if (flags.json) terminal.out(toJson(report))
  else for (const line of trainingLines(report)) terminal.out(line)
}

async function trainAsJob(terminal: Terminal): Promise<void> {
  const job = spawn(process.execPath, [fileURLToPath(TRAINER), '--once'], { env: terminal.env, stdio: 'inherit' })
  const code = await new Promise<number | null>((resolve, reject) => {
    job.once('exit', resolve)
    job.once('error', reject)
  })
  if (code !== 0) throw new CliError(`the training job ended with exit code ${code ?? 'none'}; its last lines say why`)
}
