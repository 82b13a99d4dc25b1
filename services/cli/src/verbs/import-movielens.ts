import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { importFlags, shiftFlag, withImportFlags, withShiftFlag } from '../import/import-flags.ts'
import { importAndReport } from '../import/import-and-report.ts'
import { readMovieLens } from '../import/movielens.ts'
import { parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ ...importFlags, ...shiftFlag, tags: z.boolean().default(true) })

const EXAMPLE = `
Example:
  $ upnext import movielens examples/data/ml-latest-small --everywhere --all-ages --shift-to now
`

export function addImportMovielens(parent: Command, terminal: Terminal): void {
  const command = parent
    .command('movielens')
    .description('a MovieLens folder: movies.csv, ratings.csv, tags.csv')
    .argument('<folder>')
    .option('--no-tags', "leave the viewers' tags out of the catalogue")
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, raw: unknown) => {
      const flags = parseOptions(FlagsSchema, raw)
      await importAndReport(basename(resolve(folder)), flags, () => readMovieLens({ ...flags, folder }), terminal)
    })
  withImportFlags(withShiftFlag(command))
}
