import type { Command } from 'commander'
import { z } from 'zod'
import type { GetNextToWatchRequest } from '@upnext/contracts'
import { withAddressFlags } from '../address-flags.ts'
import { questionFlags, questionFrom, withQuestionFlags } from '../asking-flags.ts'
import { audienceFrom } from '../clients/audience.ts'
import { askRanking } from '../clients/ask-ranking.ts'
import { addressFlags, integerText, parseOptions } from '../options.ts'
import { printRow } from '../print/row-table.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  ...questionFlags,
  finished: z.string().optional(),
  limit: integerText.optional(),
  json: z.boolean().default(false),
})

type Flags = z.infer<typeof FlagsSchema>

const EXAMPLES = `
Examples:
  $ upnext next --viewer 42
  $ upnext next --viewer 42 --limit 5 --country DE --maturity 12
  $ upnext next --guest 1,2,3
  $ upnext next --viewer 42 --after "$(upnext send rating --viewer 42 --item 1270 --stars 5)"
`

export function addNext(program: Command, terminal: Terminal): void {
  const command = withQuestionFlags(program.command('next').description('ask what to show a viewer next, with reasons'))
    .option('--finished <item>', 'the title that has just ended')
    .option('--limit <n>', 'how many titles, 1 to 200 (default: 20)')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => next(raw, terminal))
  withAddressFlags(command)
}

async function next(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const request = requestFrom(flags)
  await askRanking(
    flags,
    terminal,
    (client) => client.nextToWatch(request),
    ({ row, info }) => printRow(row, info, terminal),
  )
}

function requestFrom(flags: Flags): GetNextToWatchRequest {
  return {
    audience: audienceFrom(flags, 'upnext next --viewer 42'),
    finishedItemId: flags.finished,
    limit: flags.limit,
    ...questionFrom(flags),
  }
}
