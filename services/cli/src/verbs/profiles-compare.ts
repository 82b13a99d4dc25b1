import { setTimeout as pause } from 'node:timers/promises'
import { compareGenerations, comparisonLines, differencesOf, isEqual } from '@upnext/generations'
import type { Comparison } from '@upnext/generations'
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { Generations } from '@upnext/ports'
import type { Command } from 'commander'
import { z } from 'zod'
import { CliError, usageError } from '../errors.ts'
import { integerText, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { createProgress } from '../print/progress.ts'
import { storeFlags, withStoreFlags } from '../store-flags.ts'
import { withStores } from '../stores/open-stores.ts'
import type { Stores } from '../stores/open-stores.ts'
import { titleNames } from '../stores/title-names.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...storeFlags,
  a: integerText.optional(),
  b: integerText.optional(),
  sample: integerText.pipe(z.number().nonnegative()).default(3),
})

const EXAMPLES = `
Examples:
  $ upnext profiles compare
  $ upnext profiles compare --a 1 --b 2 --sample 10

Exit code 1 where they are not equal, or could not be shown to be.
`

/** A generation that is fed reaches the other's position in milliseconds; one that is not never does. */
const PATIENCE = { attempts: 20, pause: () => pause(100) }

export function addProfilesCompare(profiles: Command, terminal: Terminal): void {
  const command = profiles
    .command('compare')
    .description('see whether two generations hold the same profiles, while traffic goes on')
    .option('--a <generation>', 'one of them (default: the active one)')
    .option('--b <generation>', 'the other (default: the newest ready one besides)')
    .option('--sample <viewers>', 'tell so many viewers that differ in detail', '3')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => compare(raw, terminal))
  withStoreFlags(command)
}

async function compare(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  if ((flags.a === undefined) !== (flags.b === undefined)) throw usageError('--a and --b go together')
  await withStores(flags, terminal, async (stores) => {
    const pair = choosePair(await stores.profiles.generations(), flags)
    const comparison = await compared(stores, { ...pair, sample: flags.sample }, terminal)
    const { samples } = comparison
    const differences = samples.length === 0 ? [] : differencesOf(samples, await titleNames(stores))
    const equal = isEqual(comparison)
    if (flags.json) terminal.out(toJson({ equal, ...withoutBytes(comparison), differences }))
    else for (const line of comparisonLines(comparison, VIEWER_PARTITIONS, differences)) terminal.out(line)
    if (!equal) throw new CliError(`generations ${pair.a} and ${pair.b} were not found to be equal`)
  })
}

async function compared(
  { profiles }: Stores,
  wanted: { readonly a: number; readonly b: number; readonly sample: number },
  terminal: Terminal,
): Promise<Comparison> {
  const progress = createProgress(terminal)
  progress.start('compared', VIEWER_PARTITIONS, 0)
  try {
    return await compareGenerations(profiles, {
      ...wanted,
      patience: PATIENCE,
      onPartition: ({ partition }) => progress.update(partition + 1),
    })
  } finally {
    progress.stop()
  }
}

function choosePair(
  { active, manifests }: Generations,
  { a = active, b }: { readonly a?: number | undefined; readonly b?: number | undefined },
): { a: number; b: number } {
  const kept = manifests.filter(({ state }) => state !== 'dropping').map(({ generation }) => generation)
  const ready = manifests.filter(({ generation, state }) => state === 'ready' && generation !== a)
  const other = b ?? ready.toSorted((x, y) => y.generation - x.generation)[0]?.generation
  if (other === undefined)
    throw new CliError('there is no second generation that is ready', { hint: 'upnext profiles rebuild' })
  for (const generation of [a, other])
    if (!kept.includes(generation))
      throw new CliError(`there is no generation ${generation}; there are: ${kept.join(', ')}`)
  return { a, b: other }
}

function withoutBytes({ samples, ...rest }: Comparison): Omit<Comparison, 'samples'> & { sampled: string[] } {
  return { ...rest, sampled: samples.map(({ viewer }) => viewer) }
}
