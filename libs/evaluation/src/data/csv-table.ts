/** A CSV file as rows of fields, with its columns found by name or by number. */
import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { DataError, reasonOf } from '../data-error.ts'
import { readBytes } from './read-file.ts'

export interface CsvShape {
  /** `,`, `;`, a tab or a space; absent: found out from the first line. */
  readonly delimiter: string | null
  readonly hasHeader: boolean
}

export interface CsvTable {
  readonly fingerprint: string
  readonly header: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

const FieldsSchema = z.array(z.array(z.string()))

export async function readCsv(path: string, shape: CsvShape): Promise<CsvTable> {
  const bytes = await readBytes(path)
  const fields = parseFields(bytes, shape.delimiter ?? delimiterOf(firstLine(bytes)), path)
  return {
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
    header: shape.hasHeader ? (fields[0] ?? []) : null,
    rows: shape.hasHeader ? fields.slice(1) : fields,
  }
}

/** Place of a column that was given as `--flag name` or `--flag 2` (counted from 1). A name in the header goes first. */
export function columnOf(table: CsvTable, flag: string, column: string): number {
  const byName = table.header?.indexOf(column) ?? -1
  if (byName >= 0) return byName
  const width = table.header?.length ?? table.rows[0]?.length ?? 0
  const number = /^\d+$/.test(column) ? Number(column) : 0
  if (number >= 1 && number <= width) return number - 1
  const known = table.header === null ? `a number from 1 to ${String(width)}` : `one of ${table.header.join(', ')}`
  throw new DataError(`--${flag}: there is no column "${column}"`, { hint: `give ${known}`, exitCode: 2 })
}

function delimiterOf(line: string): string {
  const often = (delimiter: string): number => line.split(delimiter).length
  const [first = ','] = [',', ';', '\t'].sort((a, b) => often(b) - often(a))
  return first
}

function firstLine(bytes: Buffer): string {
  const text = bytes.toString('utf8', 0, Math.min(bytes.length, 65_536))
  return text.split(/\r?\n/, 1)[0] ?? ''
}

function parseFields(bytes: Buffer, delimiter: string, path: string): string[][] {
  try {
    return FieldsSchema.parse(
      parse(bytes, { delimiter, bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true }),
    )
  } catch (cause) {
    throw new DataError(`${path} is not a CSV file that can be read: ${reasonOf(cause)}`, { cause })
  }
}
