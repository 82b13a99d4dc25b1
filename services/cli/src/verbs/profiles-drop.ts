import type { Command } from 'commander'
import { z } from 'zod'
import { CliError, usageError } from '../errors.ts'
import { parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { storeFlags, withStoreFlags } from '../store-flags.ts'
import { withStores } from '../stores/open-stores.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object(storeFlags)

export function addProfilesDrop(profiles: Command, terminal: Terminal): void {
  const command = profiles
    .command('drop')
    .argument('<generation>', 'its number')
    .description('remove a generation that is not active, for ever; killed, it goes on where it was')
    .action((generation: string, raw: unknown) => drop(generation, raw, terminal))
  withStoreFlags(command)
}

async function drop(text: string, raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usageError(`expected the number of a generation, got "${text}"`)
  const generation = Number(text)
  await withStores(flags, terminal, async ({ profiles }) => {
    if (!(await profiles.dropGeneration(generation))) {
      throw new CliError(`there is no generation ${generation}`, { hint: 'look at: upnext profiles list' })
    }
    if (flags.json) terminal.out(toJson({ dropped: generation }))
    else terminal.out(`Generation ${generation} was dropped`)
  })
}
