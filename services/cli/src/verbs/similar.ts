import type { Command } from 'commander'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { askRanking } from '../clients/ask-ranking.ts'
import { contextFrom } from '../clients/request-context.ts'
import { addressFlags, integerText, parseOptions } from '../options.ts'
import { printRow } from '../print/row-table.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  item: z.string(),
  limit: integerText.optional(),
  country: z.string().optional(),
  maturity: integerText.optional(),
  kids: z.boolean().optional(),
  json: z.boolean().default(false),
})

export function addSimilar(program: Command, terminal: Terminal): void {
  const command = program
    .command('similar')
    .description('titles that go together with one title')
    .requiredOption('--item <id>', 'the title')
    .option('--limit <n>', 'how many titles, 1 to 200 (default: 20)')
    .option('--country <code>', 'where they are to be shown, two capital letters')
    .option('--maturity <age>', 'highest age rating to show')
    .option('--kids', 'as on a profile for children')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', '\nExample:\n  $ upnext similar --item 1270 --limit 5\n')
    .action((raw: unknown) => similar(raw, terminal))
  withAddressFlags(command)
}

async function similar(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const request = { itemId: flags.item, limit: flags.limit, excludeItemIds: [], context: contextFrom(flags) }
  await askRanking(
    flags,
    terminal,
    (client) => client.similarItems(request),
    ({ row, info }) => printRow(row, info, terminal),
  )
}
