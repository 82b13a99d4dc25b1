/** The shares of an experiment's variants, as the rows file has them. */
import { readFile } from 'node:fs/promises'
import { problemLine, readRowsFile } from '@upnext/rows'
import { CliError, errorText, usageError } from '../errors.ts'
import type { Share } from './sample-ratio.ts'

/** In the order of the file. Rejects where it cannot be read, says something else than a rows file may, or knows no such experiment. */
export async function readShares(path: string, experiment: string): Promise<readonly Share[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError(`cannot read ${path}: ${errorText(cause)}`, { cause })
  })
  return sharesIn(text, path, experiment)
}

export function sharesIn(text: string, path: string, experiment: string): readonly Share[] {
  const read = readRowsFile(text)
  if (!read.ok)
    throw usageError(read.problems.map((problem) => problemLine(path, problem)).join('\n'), 'see docs/rows.md')
  const { experiments } = read.file
  const found = experiments.find(({ id }) => id === experiment)
  if (found === undefined) {
    const known = experiments.map(({ id }) => id).join(', ')
    throw usageError(
      `--experiment: ${path} has no "${experiment}"${known === '' ? '' : `; it has ${known}`}`,
      'another rows file: --file; equal shares: neither --file nor UPNEXT_ROWS',
    )
  }
  return found.variants.map(({ id, share }) => ({ variant: id, share }))
}
