/** An ObjectStore in a folder: one file an object, its name the path. */
import { randomUUID } from 'node:crypto'
import { readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StoreUnavailableError, checkObjectName, isObjectName } from '@upnext/ports'
import type { Clock, ObjectStore, StoredObject } from '@upnext/ports'
import { makeFolder, syncFolder, writeThrough } from './durable.ts'

export interface FolderOptions {
  /** Made when the first object is written. */
  readonly folder: string
  readonly clock: Clock
}

/** Files in the making; no object has a name that begins with a dot. */
const ASIDE = '.aside'
/** Writing one file takes seconds: what is older was left by a writer that was killed. */
const LEFT_BEHIND_MS = 3_600_000

/** Opens the store, and removes what killed writers have left, as far as it may: a reader may have the folder read-only. */
export async function openFolderObjectStore({ folder, clock }: FolderOptions): Promise<ObjectStore> {
  const root = resolve(folder)
  const aside = join(root, ASIDE)
  await guarded(root, () => removeLeftBehind(aside, clock.now() - LEFT_BEHIND_MS))

  const pathOf = (name: string): string => {
    checkObjectName(name)
    return join(root, ...name.split('/'))
  }

  return {
    async list(prefix) {
      const found = await guarded(root, () => filesBelow(root, prefix.slice(0, prefix.lastIndexOf('/') + 1)))
      return found.filter(({ name }) => name.startsWith(prefix)).sort(byName)
    },

    async read(name) {
      const path = pathOf(name)
      return guarded(path, () => orNull(readFile(path)))
    },

    async write(name, bytes) {
      const path = pathOf(name)
      const temporary = join(aside, `${randomUUID()}.tmp`)
      await guarded(path, async () => {
        await makeFolder(aside)
        await makeFolder(dirname(path))
        try {
          await writeThrough(temporary, bytes)
          await rename(temporary, path)
        } catch (error) {
          await rm(temporary, { force: true })
          throw error
        }
        await syncFolder(dirname(path))
      })
    },

    async remove(name) {
      const path = pathOf(name)
      await guarded(path, async () => {
        await rm(path, { force: true })
        await orNull(syncFolder(dirname(path)))
      })
    },
  }
}

/** `below` is '' or ends in a slash. What has no name of an object is none of ours. */
async function filesBelow(root: string, below: string): Promise<StoredObject[]> {
  const entries = (await orNull(readdir(join(root, below), { withFileTypes: true }))) ?? []
  const found = entries.map(async (entry): Promise<StoredObject[]> => {
    const name = `${below}${entry.name}`
    if (!isObjectName(name)) return []
    if (entry.isDirectory()) return filesBelow(root, `${name}/`)
    const facts = await orNull(stat(join(root, name)))
    return facts === null ? [] : [{ name, sizeBytes: facts.size }]
  })
  return (await Promise.all(found)).flat()
}

async function removeLeftBehind(aside: string, beforeMs: number): Promise<void> {
  const names = (await orNull(readdir(aside))) ?? []
  for (const name of names) {
    const path = join(aside, name)
    const facts = await orNull(stat(path))
    if (facts === null || facts.mtimeMs >= beforeMs) continue
    // Nobody waits for this, and a writer that cannot write is told so when it writes.
    await rm(path, { force: true }).catch(() => undefined)
  }
}

function byName(a: StoredObject, b: StoredObject): number {
  return a.name < b.name ? -1 : 1
}

/** `null` where there is no such file or folder. */
async function orNull<Value>(work: Promise<Value>): Promise<Value | null> {
  return work.catch((error: unknown) => {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return null
    throw error
  })
}

async function guarded<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StoreUnavailableError(`cannot use ${path}: ${why}`, { cause })
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}
