import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TempFolder {
  readonly path: string
  /** Removes the folder with all that is in it. Twice is harmless. */
  remove(): Promise<void>
}

/** A new, empty folder. Whoever takes one removes it: `afterEach(() => folder.remove())`, or {@link withTempFolder}. */
export async function tempFolder(prefix = 'upnext-test-'): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }) }
}

/** Lends a new folder to the body and removes it whatever happens. */
export async function withTempFolder<T>(body: (path: string) => Promise<T>): Promise<T> {
  const folder = await tempFolder()
  try {
    return await body(folder.path)
  } finally {
    await folder.remove()
  }
}
