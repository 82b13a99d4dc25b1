import { readFile } from 'node:fs/promises'
import { DataError, reasonOf } from '../data-error.ts'

/** A whole file; a `DataError` that names it where it cannot be read. */
export async function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new DataError(`cannot read ${path}: ${reasonOf(cause)}`, { hint: 'give the path of a file', cause })
  })
}

/** Lines without their ends; the end of the last line begins no further one. An empty file is a `DataError`. */
export async function readLines(path: string): Promise<readonly string[]> {
  const text = (await readBytes(path)).toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new DataError(`${path} is empty`, { hint: 'give a file with data' })
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** What stands between blanks. */
export function wordsOf(line: string): readonly string[] {
  const trimmed = line.trim()
  return trimmed === '' ? [] : trimmed.split(/\s+/)
}
