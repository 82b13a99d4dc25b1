import type { Command } from 'commander'
import type { GetPageRequest } from '@upnext/contracts'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { questionFlags, questionFrom, withQuestionFlags } from '../asking-flags.ts'
import { audienceFrom } from '../clients/audience.ts'
import { askRanking } from '../clients/ask-ranking.ts'
import { addressFlags, integerText, parseOptions } from '../options.ts'
import { printPage } from '../print/row-table.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...addressFlags,
  ...questionFlags,
  page: z.string().default(''),
  item: z.string().default(''),
  rows: integerText.optional(),
  items: integerText.optional(),
  session: z.string().default(''),
  device: z.string().optional(),
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
  const command = withQuestionFlags(
    program.command('page').description('ask for a whole page: ordered rows, no title twice'),
  )
    .option('--page <id>', 'a page of the rows file (default: home)')
    .option('--item <id>', 'the title that the page is about')
    .option('--rows <n>', 'at most so many rows')
    .option('--items <n>', 'at most so many titles in a row')
    .option('--session <id>', "the app's session: what is left to chance stays the same within one")
    .option('--device <word>', 'chooses a budget of the rows file: tv, web, phone')
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
  const { rows, items } = flags
  return {
    audience: audienceFrom(flags, 'upnext page --viewer 42'),
    page: flags.page,
    itemId: flags.item,
    budget: rows === undefined && items === undefined ? undefined : { rows, items },
    ...questionFrom(flags),
    sessionId: flags.session,
  }
}
