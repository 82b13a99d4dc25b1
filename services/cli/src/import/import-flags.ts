/** Flags that every import has. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { TIME_FORMATS } from '@upnext/evaluation'
import type { CsvShape } from '@upnext/evaluation'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { addressFlags } from '../options.ts'
import { usageError } from '../errors.ts'
import { parseShiftTarget } from './shift.ts'

export const importFlags = {
  ...addressFlags,
  name: z.string().optional(),
  again: z.boolean().default(false),
  everywhere: z.boolean().default(false),
  allAges: z.boolean().default(false),
  everyTier: z.boolean().default(false),
  json: z.boolean().default(false),
}

export const shiftFlag = { shiftTo: z.string().optional().transform(parseShiftTarget) }

export const csvFlags = { delimiter: z.string().optional(), header: z.boolean().default(true) }

/** `audience`: whether the source leaves open who may see its titles. */
export function withImportFlags(command: Command, { audience = true } = {}): Command {
  command
    .option('--name <name>', "this import's name: its state is kept under it (default: the file's name)")
    .option('--again', 'send everything once more, although it was finished (counts once all the same)')
  if (audience) withAudienceFlags(command)
  return withAddressFlags(command.option('--json', 'print the summary as JSON'))
}

function withAudienceFlags(command: Command): void {
  command
    .option(
      '--everywhere',
      'the titles may be shown in every country; without this nothing is known, and nothing shown',
    )
    .option('--all-ages', 'the titles are for every age')
    .option('--every-tier', 'every subscription includes the titles; without this viewers with a tier do not see them')
}

export function withShiftFlag(command: Command): Command {
  return command.option('--shift-to <now|time>', 'move all times so that the newest event happened then')
}

export function withCsvFlags(command: Command): Command {
  return command
    .option('--delimiter <mark>', 'comma, semicolon, tab or space (default: found out)')
    .option('--no-header', 'the first line is data already; columns are numbers from 1')
}

export function timeFormatOption(): Option {
  return new Option('--time-format <format>', 'unix seconds, milliseconds, or ISO 8601')
    .choices(TIME_FORMATS)
    .default('auto')
}

export const timeFormatFlag = { timeFormat: z.enum(TIME_FORMATS).default('auto') }

const DELIMITERS = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['space', ' '],
  [',', ','],
  [';', ';'],
  ['\\t', '\t'],
])

export function csvShapeOf(flags: { readonly delimiter?: string | undefined; readonly header: boolean }): CsvShape {
  if (flags.delimiter === undefined) return { delimiter: null, hasHeader: flags.header }
  const delimiter = DELIMITERS.get(flags.delimiter)
  if (delimiter !== undefined) return { delimiter, hasHeader: flags.header }
  throw usageError(`--delimiter: "${flags.delimiter}" is none`, 'give comma, semicolon, tab or space')
}
