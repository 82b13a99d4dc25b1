import { parse } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { z } from 'zod'
import type { CsvEventsOptions } from '../import/csv-events.ts'
import { readCsvEvents, SIGN_KINDS } from '../import/csv-events.ts'
import {
  csvFlags,
  csvShapeOf,
  importFlags,
  shiftFlag,
  timeFormatFlag,
  timeFormatOption,
  withCsvFlags,
  withImportFlags,
  withShiftFlag,
} from '../import/import-flags.ts'
import { importAndReport } from '../import/import-and-report.ts'
import { numberText, parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({
  ...importFlags,
  ...shiftFlag,
  ...csvFlags,
  ...timeFormatFlag,
  viewerColumn: z.string(),
  itemColumn: z.string(),
  timeColumn: z.string(),
  ratingColumn: z.string().optional(),
  ratingMax: numberText.pipe(z.number().positive('expected a number above 0')).default(5),
  kind: z.enum(SIGN_KINDS).default('watch'),
  itemsFromEvents: z.boolean().default(false),
})

const EXAMPLES = `
Examples:
  $ upnext import csv ratings.csv --viewer-column userId --item-column movieId --time-column timestamp --rating-column rating
  $ upnext import csv clicks.tsv --delimiter tab --viewer-column SessionId --item-column ItemId --time-column Time \\
      --items-from-events --everywhere --all-ages
  $ upnext import csv orders.csv --no-header --viewer-column 1 --item-column 3 --time-column 2 --kind transaction
`

export function addImportCsv(parent: Command, terminal: Terminal): void {
  const command = parent
    .command('csv')
    .description('any table of who, what and when: ratings, plays, clicks, orders')
    .argument('<file>')
    .requiredOption('--viewer-column <column>', 'who: name or number of the column')
    .requiredOption('--item-column <column>', 'what')
    .requiredOption('--time-column <column>', 'when')
    .addOption(timeFormatOption())
    .option('--rating-column <column>', 'how it was liked; without it, every row is a sign of --kind')
    .option('--rating-max <n>', 'the best rating there is; it becomes five stars (default: 5)')
    .addOption(new Option('--kind <kind>', 'what a row without rating means').choices(SIGN_KINDS).default('watch'))
    .option('--items-from-events', 'also make a catalogue of the items that occur, titled by their ids')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, raw: unknown) => {
      const flags = parseOptions(FlagsSchema, raw)
      const options: CsvEventsOptions = { ...flags, shape: csvShapeOf(flags), ratingColumn: flags.ratingColumn ?? null }
      await importAndReport(parse(file).name, flags, () => readCsvEvents(file, options), terminal)
    })
  withImportFlags(withShiftFlag(withCsvFlags(command)))
}
