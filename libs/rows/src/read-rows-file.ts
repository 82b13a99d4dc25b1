/** Reads a rows file, and names everything that is wrong with it at once. */
import { LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { completeRowsFile } from './complete-rows-file.ts'
import { meaningMistakes } from './meaning-mistakes.ts'
import type { Mistake } from './mistake.ts'
import { pathText } from './mistake.ts'
import { placeAt, placeOf } from './places.ts'
import type { RowsFile, RowsProblem } from './rows-file.ts'
import { rowsFileSchema } from './rows-schema.ts'
import { schemaMistakes } from './schema-mistakes.ts'

const LARGEST_BYTES = 1024 * 1024
/** Aliases of aliases grow without end. */
const MOST_ALIASES = 100

export type ReadRowsFile =
  | { readonly ok: true; readonly file: RowsFile }
  /** At least one, by line. */
  | { readonly ok: false; readonly problems: readonly RowsProblem[] }

/** Never throws. */
export function readRowsFile(text: string): ReadRowsFile {
  if (Buffer.byteLength(text) > LARGEST_BYTES) return refused('expected a file of at most 1 MiB')
  const lines = new LineCounter()
  let document: Document.Parsed
  let data: unknown
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
    const unreadable = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
      ...placeAt(pos[0], lines),
      path: '',
      message: `not YAML: ${message}`,
    }))
    if (unreadable.length > 0) return { ok: false, problems: inOrder(unreadable) }
    data = document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (error) {
    return refused(`not YAML that can be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  const parsed = rowsFileSchema.safeParse(data)
  const mistakes = [...(parsed.success ? [] : schemaMistakes(parsed.error.issues, data)), ...meaningMistakes(data)]
  if (parsed.success && mistakes.length === 0) return { ok: true, file: completeRowsFile(parsed.data) }
  return { ok: false, problems: inOrder(mistakes.map((mistake) => toProblem(mistake, document, lines))) }
}

function toProblem(mistake: Mistake, document: Document.Parsed, lines: LineCounter): RowsProblem {
  return { ...placeOf(mistake, document, lines), path: pathText(mistake.path), message: mistake.message }
}

function refused(message: string): ReadRowsFile {
  return { ok: false, problems: [{ line: 1, column: 1, path: '', message }] }
}

function inOrder(problems: readonly RowsProblem[]): RowsProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
}
