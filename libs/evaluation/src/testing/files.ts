/** Files for the tests of readers. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes lines into a file of that name, and answers its path. */
export async function fileOf(folder: string, name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, lines.map((line) => `${line}\n`).join(''))
  return path
}
