import type { Command } from 'commander'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { askerFlags, withAskerFlags } from '../asking-flags.ts'
import { audienceFrom } from '../clients/audience.ts'
import { askRanking } from '../clients/ask-ranking.ts'
import { contextFrom } from '../clients/request-context.ts'
import { addressFlags, integerText, parseOptions } from '../options.ts'
import { printRow } from '../print/row-table.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  ...askerFlags,
  token: z.string(),
  limit: integerText.optional(),
  json: z.boolean().default(false),
})

const EXAMPLE = `
Example:
  $ upnext row --viewer 42 --token "$(upnext page --viewer 42 --json | jq -r '.rows[0].nextToken')"
`

export function addRow(program: Command, terminal: Terminal): void {
  const command = withAskerFlags(
    program
      .command('row')
      .description('more of one row, for whom its page was made: none that was shown, none left out'),
  )
    .requiredOption('--token <token>', "a row's nextToken, from `upnext page --json`")
    .option('--limit <n>', 'how many titles, 1 to 60 (default: as many as the row had)')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', EXAMPLE)
    .action((raw: unknown) => more(raw, terminal))
  withAddressFlags(command)
}

async function more(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const { token, limit } = flags
  const audience = audienceFrom(flags, 'upnext row --viewer 42 --token ...')
  const request = { audience, token, limit, context: contextFrom(flags) }
  await askRanking(
    flags,
    terminal,
    (client) => client.row(request),
    ({ row, info }) => printRow(row, info, terminal),
  )
}
