/** What the embedded stores share: how an LMDB environment is opened, read, and how its errors are told. */
import { mkdirSync } from 'node:fs'
import { BackendMisconfiguredError, PortError, StoreUnavailableError } from '@upnext/ports'
import { open } from 'lmdb'
import type { RootDatabase } from 'lmdb'
import type { Cell } from '../cell.ts'
import { errorText } from '../error-text.ts'

export type Bytes = RootDatabase<Buffer, string>

/**
 * Opens (or makes) the environment in a folder. Several threads of one process may open the same folder.
 *
 * Commits are seen at once and survive the death of this process. They reach the disk a moment later, in order, so a
 * machine that loses power goes back to an earlier whole commit: what must not go back waits for {@link flushed}.
 */
export function openBytes(folder: string): Bytes {
  try {
    mkdirSync(folder, { recursive: true })
    // A folder, also where its name looks like that of a file.
    return open<Buffer, string>({ path: folder, noSubdir: false, encoding: 'binary' })
  } catch (error) {
    throw unwritableFolder(folder, error)
  }
}

export function unwritableFolder(folder: string, cause: unknown): BackendMisconfiguredError {
  return new BackendMisconfiguredError(
    `the data folder ${folder} cannot be written (${errorText(cause)}): give this user the right to write there, or set UPNEXT_DATA to another folder`,
    { cause },
  )
}

/** The value as this moment's newest commit has it, in memory of its own. */
export function readBytes(db: Bytes, key: string): Buffer | null {
  const lent = db.getBinaryFast(key)
  // LMDB lends one buffer for all reads, longer than the value: copy exactly the value.
  return lent === undefined ? null : Buffer.from(lent.subarray(0, lent.length))
}

/**
 * Lets go of the snapshot that this thread may still hold from some milliseconds ago, so that what another thread has
 * committed is seen. Reads that follow without an `await` between them see one instant.
 */
export function atNewestCommit<T>(db: Bytes, read: () => T): T {
  db.resetReadTxn()
  return read()
}

/** Waits until everything committed so far is on the disk. */
export async function flushed(db: Bytes): Promise<void> {
  await db.flushed
}

/** A text that changes by compare-and-set, on the disk before `swap` answers. */
export function lmdbCell(db: Bytes, key: string): Cell {
  const text = (): string | null => readBytes(db, key)?.toString('utf8') ?? null
  return {
    read: () => Promise.resolve(atNewestCommit(db, text)),
    async swap(expected, next) {
      const swapped = await db.transaction(() => {
        if (text() !== expected) return false
        db.putSync(key, Buffer.from(next, 'utf8'))
        return true
      })
      if (swapped) await flushed(db)
      return swapped
    },
  }
}

/** LMDB's errors in our words. Mistakes of the caller stay what they are. */
export function translateLmdb(store: string): (error: unknown) => Error {
  return (error) => {
    if (error instanceof PortError || error instanceof RangeError) return error
    const full = /ENOSPC|No space left/i.test(errorText(error)) ? ': the disk is full, make room and try again' : ''
    return new StoreUnavailableError(`the ${store} could not read or write its file (${errorText(error)})${full}`, {
      cause: error,
    })
  }
}
