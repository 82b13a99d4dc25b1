/** The rows file that a process serves: read once, at its start. */
import { readFileSync } from 'node:fs'
import { defaultRows, problemLine, readRowsFile } from '@upnext/rows'
import type { RowsFile } from '@upnext/rows'
import { ConfigError } from '@upnext/service-kit'

/** `path`: as UPNEXT_ROWS says it; not set: the default file. Throws `ConfigError`, one line for each mistake. */
export function loadRows(path: string | undefined): RowsFile {
  if (path === undefined) return defaultRows()
  const read = readRowsFile(textOf(path))
  if (read.ok) return read.file
  throw new ConfigError(read.problems.map((problem) => `UPNEXT_ROWS: ${problemLine(path, problem)}`))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError([`UPNEXT_ROWS: ${path} cannot be read: ${reason} (the default file: upnext rows show)`])
  }
}
