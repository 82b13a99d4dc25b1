/** Finds damage while it can still be healed: the log has the records for a while, and a copy of the archive for longer. */
import type { ObjectStore } from '@upnext/ports'
import { ArchiveCorruptError } from './errors.ts'
import { readFile } from './files/read-file.ts'
import { readIndex } from './topic-index.ts'

export interface CheckFilesOptions {
  readonly store: ObjectStore
  readonly topic: string
  /** Gives up when it aborts. */
  readonly signal: AbortSignal
  /** Told before the first file and after each how many of how many are read. */
  readonly onProgress?: (done: number, of: number) => void
}

export interface DamagedFile {
  readonly name: string
  readonly why: string
}

/**
 * Reads every file of a topic whole, and compares its records with the digest and the range that it was written with. Answers the
 * files that are damaged. Rejects with `ArchiveCorruptError` only for a name that is none of the archive's.
 */
export async function checkFiles({ store, topic, signal, onProgress }: CheckFilesOptions): Promise<DamagedFile[]> {
  const files = [...(await readIndex(store, topic)).values()].flatMap((partition) => partition.files)
  const found: DamagedFile[] = []
  onProgress?.(0, files.length)
  for (const [at, file] of files.entries()) {
    signal.throwIfAborted()
    try {
      await readFile(store, file)
    } catch (error) {
      if (!(error instanceof ArchiveCorruptError)) throw error
      found.push({ name: file.name, why: error.cause instanceof Error ? error.cause.message : error.message })
    }
    onProgress?.(at + 1, files.length)
  }
  return found
}
