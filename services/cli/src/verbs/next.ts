import type { Command } from 'commander'
import { z } from 'zod'
import type { GetNextToWatchRequest } from '@upnext/contracts'
import { withAddressFlags } from '../address-flags.ts'
import { audienceFrom } from '../clients/audience.ts'
import { askRanking } from '../clients/ask-ranking.ts'
import { parsePosition } from '../clients/position-text.ts'
import { contextFrom } from '../clients/request-context.ts'
import { addressFlags, integerText, listText, parseOptions } from '../options.ts'
import { printRow } from '../print/row-table.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  viewer: z.string().optional(),
  guest: listText.optional(),
  finished: z.string().optional(),
  limit: integerText.optional(),
  exclude: listText.optional(),
  country: z.string().optional(),
  maturity: integerText.optional(),
  kids: z.boolean().optional(),
  impersonal: z.boolean().default(false),
  after: z.string().transform(parsePosition).optional(),
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
  const command = program
    .command('next')
    .description('ask what to show a viewer next, with reasons')
    .option('--viewer <id>', 'the viewer, as your app names them')
    .option('--guest <items>', 'instead of a viewer: what a guest has just watched, comma separated')
    .option('--finished <item>', 'the title that has just ended')
    .option('--limit <n>', 'how many titles, 1 to 200 (default: 20)')
    .option('--exclude <items>', 'not these, comma separated')
    .option('--country <code>', 'where the viewer is, two capital letters')
    .option('--maturity <age>', 'highest age rating to show')
    .option('--kids', 'as on a profile for children')
    .option('--impersonal', "as if nothing were known: the viewer's history is not used")
    .option('--after <position>', 'wait for this event: what `upnext send` printed')
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
    excludeItemIds: flags.exclude ?? [],
    context: contextFrom(flags),
    after: flags.after,
    afterWaitMs: flags.after === undefined ? undefined : 5_000,
    wishes: undefined,
  }
}
