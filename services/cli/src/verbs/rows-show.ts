import { defaultRows, defaultRowsText } from '@upnext/rows'
import type { Command } from 'commander'
import { z } from 'zod'
import { parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import { rowsSummary } from '../print/rows-summary.ts'

const FlagsSchema = z.object({ json: z.boolean().default(false) })

export function addRowsShow(rows: Command, terminal: Terminal): void {
  rows
    .command('show')
    .description('prints the default file, to start an own one from')
    .option('--json', 'print a summary of it as JSON')
    .addHelpText('after', '\nExample:\n  $ upnext rows show > rows.yaml\n')
    .action((raw: unknown) => {
      const { json } = parseOptions(FlagsSchema, raw)
      terminal.out(json ? JSON.stringify(rowsSummary(defaultRows())) : defaultRowsText().trimEnd())
    })
}
