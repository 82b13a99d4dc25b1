import { positionsOf, recordsBehind, refuseSwitch } from '@upnext/generations'
import type { Generations, ProfileStore } from '@upnext/ports'
import type { Command } from 'commander'
import { z } from 'zod'
import { CliError } from '../errors.ts'
import { integerText, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { storeFlags, withStoreFlags } from '../store-flags.ts'
import { withStores } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ ...storeFlags, to: integerText.optional(), force: z.boolean().default(false) })
type Flags = z.infer<typeof FlagsSchema>

const FORCE = ['--force', 'also to a generation that is far behind the active one'] as const

export function addProfilesSwitch(profiles: Command, terminal: Terminal): void {
  const command = profiles
    .command('switch')
    .description('make another generation the active one, for all readers within about a second')
    .option('--to <generation>', 'which (default: the newest ready one)')
    .option(...FORCE)
    .action((raw: unknown) => switchGeneration(parseOptions(FlagsSchema, raw), newestReady, terminal))
  withStoreFlags(command)
}

export function addProfilesRollback(profiles: Command, terminal: Terminal): void {
  const command = profiles
    .command('rollback')
    .description('go back to the generation that was active before the last switch')
    .option(...FORCE)
    .action((raw: unknown) => switchGeneration(parseOptions(FlagsSchema, raw), previousOne, terminal))
  withStoreFlags(command)
}

async function switchGeneration(
  flags: Flags,
  choose: (found: Generations) => number,
  terminal: Terminal,
): Promise<void> {
  await withStores(flags, terminal, async ({ profiles }) => {
    const generations = await profiles.generations()
    const { active } = generations
    const to = flags.to ?? choose(generations)
    // One that is not there, or is being dropped, has no positions: that is said first.
    refuseSwitch({ generations, to, behind: 0, force: flags.force })
    const behind = await behindActive(profiles, active, to)
    refuseSwitch({ generations, to, behind, force: flags.force })
    if (!(await profiles.activateGeneration(active, to))) {
      throw new CliError('somebody else has switched or dropped a generation in this moment', {
        hint: 'look at: upnext profiles list',
      })
    }
    if (flags.json) terminal.out(toJson({ active: to, previous: active, behind }))
    else {
      terminal.out(`Generation ${to} is active; it was ${active}`)
      terminal.out('Back again: upnext profiles rollback')
    }
  })
}

function newestReady({ active, manifests }: Generations): number {
  const ready = manifests.filter(({ generation, state }) => state === 'ready' && generation !== active)
  const newest = ready.toSorted((a, b) => b.generation - a.generation)[0]
  if (newest !== undefined) return newest.generation
  throw new CliError(`there is no ready generation besides the active one, ${active}`, {
    hint: 'build one with: upnext profiles rebuild',
  })
}

function previousOne({ previous }: Generations): number {
  if (previous !== 0) return previous
  throw new CliError('there is no generation to go back to: nothing was switched yet, or it was dropped')
}

async function behindActive(profiles: ProfileStore, active: number, to: number): Promise<number> {
  const [ahead, positions] = await Promise.all([positionsOf(profiles, active), positionsOf(profiles, to)])
  return recordsBehind(positions, ahead)
}
