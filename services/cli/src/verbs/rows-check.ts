import { readFile } from 'node:fs/promises'
import { defaultRowsText, problemLine, readRowsFile } from '@upnext/rows'
import type { Command } from 'commander'
import { z } from 'zod'
import { CliError, errorText } from '../errors.ts'
import { parseOptions } from '../options.ts'
import { rowsSummary, rowsSummaryLines } from '../print/rows-summary.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ json: z.boolean().default(false) })

export function addRowsCheck(rows: Command, terminal: Terminal): void {
  rows
    .command('check')
    .description('looks for mistakes in a rows file: exit code 1 where there are some, all of them by line')
    .argument('[file]', 'the file (default: that of UPNEXT_ROWS, or the default rows)')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', '\nExamples:\n  $ upnext rows check rows.yaml\n  $ upnext rows check rows.yaml --json\n')
    .action((path: string | undefined, raw: unknown) => check(path, raw, terminal))
}

async function check(path: string | undefined, raw: unknown, terminal: Terminal): Promise<void> {
  const { json } = parseOptions(FlagsSchema, raw)
  const file = path ?? terminal.env['UPNEXT_ROWS']
  const read = readRowsFile(file === undefined || file === '' ? defaultRowsText() : await textOf(file))
  if (read.ok) {
    const summary = rowsSummary(read.file)
    if (json) terminal.out(JSON.stringify({ ok: true, ...summary }))
    else for (const line of rowsSummaryLines(summary)) terminal.out(line)
    return
  }
  const { problems } = read
  const name = file ?? 'default-rows.yaml'
  if (json) terminal.out(JSON.stringify({ ok: false, problems }))
  else for (const problem of problems) terminal.out(problemLine(name, problem))
  throw new CliError(`${name} has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}`, {
    hint: 'every setting is in docs/rows.md; a file to start from: upnext rows show',
  })
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new CliError(`${path} cannot be read: ${errorText(cause)}`, { cause })
  }
}
