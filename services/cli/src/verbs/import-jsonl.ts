import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { importAndReport } from '../import/import-and-report.ts'
import { importFlags, shiftFlag, withImportFlags, withShiftFlag } from '../import/import-flags.ts'
import { readJsonl } from '../import/jsonl.ts'
import { parseOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ ...importFlags, ...shiftFlag })

const EXAMPLE = `
Example:
  $ upnext import jsonl examples/data/made-up --shift-to now
`

export function addImportJsonl(parent: Command, terminal: Terminal): void {
  const command = parent
    .command('jsonl')
    .description("catalog.jsonl and events.jsonl of a folder, in the collector's own JSON form")
    .argument('<folder>')
    .addHelpText('after', EXAMPLE)
    .action(async (folder: string, raw: unknown) => {
      const flags = parseOptions(FlagsSchema, raw)
      await importAndReport(basename(resolve(folder)), flags, () => readJsonl(folder), terminal)
    })
  withShiftFlag(withImportFlags(command, { audience: false }))
}
