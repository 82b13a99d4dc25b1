import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderOwnedError } from '@upnext/ports'
import { openBytes, unwritableFolder } from './lmdb.ts'
import { identityOfThisProcess, isRunning, processIdentitySchema } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

export interface DataFolderLock {
  /** Gives the folder free. Harmless when called twice. */
  release(): Promise<void>
}

/**
 * Makes this process the owner of a data folder and writes its pid to `owner.lock`. Rejects with `DataFolderOwnedError` while
 * the owner lives (also where it is this very process), takes over from one that died, and rejects with
 * `BackendMisconfiguredError` where the folder cannot be written. Works among processes that see each other's pids: two
 * containers must not share a folder.
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const path = join(folder, 'owner.lock')
  const me = identityOfThisProcess()
  await exclusively(folder, () => {
    const owner = readOwner(path)
    if (owner !== null && isRunning(owner)) throw owned(folder, owner)
    try {
      // Written aside and renamed: a reader never sees half a line, whenever this process dies.
      writeFileSync(`${path}.new`, `${JSON.stringify(me)}\n`)
      renameSync(`${path}.new`, path)
    } catch (error) {
      throw unwritableFolder(folder, error)
    }
  })
  let released: Promise<void> | undefined
  return {
    release() {
      released ??= exclusively(folder, () => {
        if (isSame(readOwner(path), me)) rmSync(path, { force: true })
      })
      return released
    },
  }
}

/**
 * Looking and writing must be one step. LMDB's write lock makes it so: it is held by one process at a time, and the system
 * frees it when its holder is killed, which no lock made of files alone can promise.
 */
async function exclusively(folder: string, work: () => void): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw unwritableFolder(folder, error)
  }
  const guard = openBytes(join(folder, 'owner'))
  try {
    guard.transactionSync(work)
  } finally {
    await guard.close()
  }
}

/** `null` where nobody ever was, or where what is written makes no sense. */
function readOwner(path: string): ProcessIdentity | null {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

function owned(folder: string, { pid }: ProcessIdentity): DataFolderOwnedError {
  const who = pid === process.pid ? 'this very process' : `process ${pid}`
  return new DataFolderOwnedError(
    `the data folder ${folder} is in use by ${who}: stop it first, or set UPNEXT_DATA to another folder`,
  )
}

function isSame(owner: ProcessIdentity | null, me: ProcessIdentity): boolean {
  return owner !== null && owner.pid === me.pid && owner.started === me.started
}
