import type { Command } from 'commander'
import type { GetPageRequest } from '@upnext/contracts'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { audienceFrom } from '../clients/audience.ts'
import { askRanking } from '../clients/ask-ranking.ts'
import { parsePosition } from '../clients/position-text.ts'
import { contextFrom } from '../clients/request-context.ts'
import { addressFlags, integerText, listText, parseOptions } from '../options.ts'
import { printPage } from '../print/row-table.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  viewer: z.string().optional(),
  guest: listText.optional(),
  page: z.string().default(''),
  item: z.string().default(''),
  rows: integerText.optional(),
  items: integerText.optional(),
  exclude: listText.optional(),
  filter: z.string().optional(),
  session: z.string().default(''),
  country: z.string().optional(),
  maturity: integerText.optional(),
  kids: z.boolean().optional(),
  tier: z.string().optional(),
  device: z.string().optional(),
  impersonal: z.boolean().default(false),
  after: z.string().transform(parsePosition).optional(),
  json: z.boolean().default(false),
})

type Flags = z.infer<typeof FlagsSchema>

const EXAMPLES = `
Examples:
  $ upnext page --viewer demo-viewer-01
  $ upnext page --viewer demo-viewer-01 --country DE --device phone --items 5
  $ upnext page --viewer 42 --page title --item 318
  $ upnext page --guest 1,2,3 --filter '"Comedy" in genres && year >= 1990'
`

export function addPage(program: Command, terminal: Terminal): void {
  const command = program
    .command('page')
    .description('ask for a whole page: ordered rows, no title twice')
    .option('--viewer <id>', 'the viewer, as your app names them')
    .option('--guest <items>', 'instead of a viewer: what a guest has just watched, comma separated')
    .option('--page <id>', 'a page of the rows file (default: home)')
    .option('--item <id>', 'the title that the page is about')
    .option('--rows <n>', 'at most so many rows')
    .option('--items <n>', 'at most so many titles in a row')
    .option('--exclude <items>', 'not these, comma separated')
    .option('--filter <expression>', 'only titles for which this is true: see docs/rules.md')
    .option('--session <id>', "the app's session: what is left to chance stays the same within one")
    .option('--country <code>', 'where the viewer is, two capital letters')
    .option('--maturity <age>', 'highest age rating to show')
    .option('--kids', 'as on a profile for children')
    .option('--tier <name>', 'subscription tier')
    .option('--device <word>', 'chooses a budget of the rows file: tv, web, phone')
    .option('--impersonal', "as if nothing were known: the viewer's history is not used")
    .option('--after <position>', 'wait for this event: what `upnext send` printed')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => page(raw, terminal))
  withAddressFlags(command)
}

async function page(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const request = requestFrom(flags)
  await askRanking(
    flags,
    terminal,
    (client) => client.page(request),
    (answer) => printPage(answer, terminal),
  )
}

function requestFrom(flags: Flags): GetPageRequest {
  const { rows, items, filter } = flags
  return {
    audience: audienceFrom(flags, 'upnext page --viewer 42'),
    page: flags.page,
    itemId: flags.item,
    budget: rows === undefined && items === undefined ? undefined : { rows, items },
    excludeItemIds: flags.exclude ?? [],
    context: contextFrom(flags),
    after: flags.after,
    afterWaitMs: flags.after === undefined ? undefined : 5_000,
    wishes: filter === undefined ? undefined : { filter, boosts: [], pins: [] },
    sessionId: flags.session,
  }
}
