/** The trainer's own program as a job: it needs nobody but the backends. */
import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SliceEndError, parseUntil } from '@upnext/history'
import { z } from 'zod'
import { CliError, usageError } from '../errors.ts'
import { runJob } from '../jobs/run-job.ts'
import { storesConfig, storeEnvironment } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'

const TRAINER = new URL('../../../trainer/dist/main.js', import.meta.url)

export interface JobFlags {
  readonly data?: string | undefined
  readonly until?: string | undefined
  readonly out?: string | undefined
  readonly loseHistory: boolean
}

/** Its log goes to standard output. Rejects where it fails; its last lines say why. */
export async function runTrainingJob(flags: JobFlags, terminal: Terminal): Promise<void> {
  await checkFlags(flags, terminal)
  await run(flags, terminal, 'inherit')
}

export interface WrittenModel {
  readonly folder: string
  readonly sha256: string
  readonly events: number
  readonly titles: number
}

const ReportSchema = z.looseObject({ outcome: z.string() })
const ManifestSchema = z.looseObject({ sha256: z.string(), events: z.int(), titles: z.int() })

/** Its log goes to standard error, and only what matters of it. */
export async function trainIntoFolder(
  flags: JobFlags & { readonly out: string },
  terminal: Terminal,
): Promise<WrittenModel> {
  const path = join(flags.out, 'manifest.json')
  await checkFlags(flags, terminal)
  // What an earlier job wrote says nothing of this one; only where it is the manifest of --until it stays until there is another.
  const until = flags.until !== undefined && resolve(flags.until) === resolve(path)
  if (!until) await rm(path, { force: true })
  const { outcome } = await run(flags, terminal, 2, { UPNEXT_LOG_LEVEL: 'warn' })
  if (outcome !== 'written') {
    const why = outcome === 'unsound' ? 'the new one is not sound' : 'there are too few events to learn from'
    throw new CliError(`no model: ${why}`, { hint: 'UPNEXT_LOG_LEVEL=info says more' })
  }
  const { sha256, events, titles } = ManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  return { folder: flags.out, sha256, events, titles }
}

/** Mistakes are told before anything is started or removed. */
async function checkFlags(flags: JobFlags, terminal: Terminal): Promise<void> {
  // A folder without an Upnext in it would become an empty one.
  storesConfig(flags, terminal)
  if (flags.until === undefined) return
  await parseUntil(flags.until).catch((error: unknown) => {
    throw error instanceof SliceEndError ? usageError(error.message) : error
  })
}

async function run(
  flags: JobFlags,
  terminal: Terminal,
  stdout: 'inherit' | 2,
  defaults: Readonly<Record<string, string>> = {},
): Promise<z.infer<typeof ReportSchema>> {
  const args = [
    ...['--once'],
    ...(flags.until === undefined ? [] : ['--until', flags.until]),
    ...(flags.out === undefined ? [] : ['--out', flags.out]),
    ...(flags.loseHistory ? ['--lose-history'] : []),
  ]
  const env = { ...defaults, ...storeEnvironment(flags, terminal) }
  const hint = 'the model in use stays; started again, it reads everything anew'
  return ReportSchema.parse(await runJob({ name: 'the training job', program: TRAINER, args, env, stdout, hint }))
}
