import { readFileSync } from 'node:fs'
import { readRowsFile } from './read-rows-file.ts'
import type { RowsFile } from './rows-file.ts'

/** Beside `src` and `dist`, so that it is the same for both. */
const FILE = new URL('../default-rows.yaml', import.meta.url)

/** The text of the file that holds where no other is given. */
export function defaultRowsText(): string {
  return readFileSync(FILE, 'utf8')
}

export function defaultRows(): RowsFile {
  const read = readRowsFile(defaultRowsText())
  if (!read.ok) throw new TypeError(`the default rows file has mistakes: ${JSON.stringify(read.problems)}`)
  return read.file
}
