import { parse } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { z } from 'zod'
import type { CsvCatalogOptions } from '../import/csv-catalog.ts'
import { readCsvCatalog } from '../import/csv-catalog.ts'
import { csvFlags, csvShapeOf, importFlags, withCsvFlags, withImportFlags } from '../import/import-flags.ts'
import { importAndReport } from '../import/import-and-report.ts'
import { integerText, parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const KINDS = ['movie', 'series'] as const

const FlagsSchema = z.object({
  ...importFlags,
  ...csvFlags,
  itemColumn: z.string(),
  titleColumn: z.string(),
  genresColumn: z.string().optional(),
  genreSeparator: z.string().min(1).default('|'),
  yearColumn: z.string().optional(),
  kind: z.enum(KINDS).default('movie'),
  revision: integerText.default(1),
})

const EXAMPLE = `
Example:
  $ upnext import catalog movies.csv --item-column id --title-column name --genres-column genres --everywhere --all-ages
`

export function addImportCatalog(parent: Command, terminal: Terminal): void {
  const command = parent
    .command('catalog')
    .description('titles, from any table')
    .argument('<file>')
    .requiredOption('--item-column <column>', 'id: name or number of the column')
    .requiredOption('--title-column <column>', 'title')
    .option('--genres-column <column>', 'genres')
    .option('--genre-separator <mark>', 'what stands between genres (default: |)')
    .option('--year-column <column>', 'year')
    .addOption(new Option('--kind <kind>', 'what the rows are').choices(KINDS).default('movie'))
    .option('--revision <n>', 'version of these documents; the highest wins (default: 1)')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, raw: unknown) => {
      const flags = parseOptions(FlagsSchema, raw)
      const options: CsvCatalogOptions = {
        ...flags,
        shape: csvShapeOf(flags),
        genresColumn: flags.genresColumn ?? null,
        yearColumn: flags.yearColumn ?? null,
      }
      const plan = { ...flags, shiftTo: { kind: 'none' } as const }
      await importAndReport(parse(file).name, plan, () => readCsvCatalog(file, options), terminal)
    })
  withImportFlags(withCsvFlags(command))
}
