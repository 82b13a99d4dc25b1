import type { Command } from 'commander'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { findAddresses } from '../clients/addresses.ts'
import { createProfileClient } from '../clients/grpc-clients.ts'
import { usageError } from '../errors.ts'
import { addressFlags, integerText, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import { printProfile } from '../print/profile-text.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  viewer: z.string().optional(),
  generation: integerText.optional(),
  json: z.boolean().default(false),
})

const EXAMPLES = `
Examples:
  $ upnext profile --viewer 42
  $ upnext profile digest
`

export function addProfile(program: Command, terminal: Terminal): void {
  const command = program
    .command('profile')
    .description('show what is kept of a viewer')
    .option('--viewer <id>', 'the viewer, as your app names them')
    .option('--generation <n>', 'another generation than the active one')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => profile(raw, terminal))
  withAddressFlags(command)
  command
    .command('digest')
    .description('one number over all profiles: equal logs give equal digests')
    .action((_raw: unknown, self: Command) => digest(self.optsWithGlobals(), terminal))
}

async function profile(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  if (flags.viewer === undefined)
    throw usageError('say whose profile with --viewer', 'example: upnext profile --viewer 42')
  const client = createProfileClient((await findAddresses(flags, terminal)).feature)
  try {
    const answer = await client.profile({
      who: { $case: 'viewerId', value: flags.viewer },
      generation: flags.generation,
    })
    if (flags.json) terminal.out(toJson(answer))
    else printProfile(answer, terminal)
  } finally {
    client.close()
  }
}

async function digest(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const client = createProfileClient((await findAddresses(flags, terminal)).feature)
  try {
    const answer = await client.digest({ generation: flags.generation })
    if (flags.json) terminal.out(toJson(answer))
    else {
      terminal.out(answer.digest)
      terminal.out(
        `${String(answer.profiles)} profiles, generation ${String(answer.generation)}, fold version ${String(answer.foldVersion)}`,
      )
    }
  } finally {
    client.close()
  }
}
