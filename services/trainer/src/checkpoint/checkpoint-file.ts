/** One file that is replaced as a whole: after a crash at any moment it holds the old checkpoint or the new one. */
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

const FILE_NAME = 'checkpoint.bin'

/** `null` where there is none. */
export async function readCheckpointFile(folder: string): Promise<Uint8Array | null> {
  try {
    return await readFile(join(folder, FILE_NAME))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Resolves once the bytes would survive a power cut. Not to be called twice at the same time. */
export async function writeCheckpointFile(folder: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true })
  const temporary = join(folder, `${FILE_NAME}.tmp`)
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, join(folder, FILE_NAME))
  // The new name is on the disk only once the folder is.
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}
