/** What takes long to make and can be used again by the next test run: downloaded jars, a prepared archive. */
import { access, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const COMPLETE = '.complete'

/**
 * The folder of that name in the cache, made by `build` (which fills an empty folder) where it is not there. It appears whole or not
 * at all, also when several processes make it at once.
 */
export async function cached(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const root = await cacheRoot()
  const folder = join(root, name)
  if (await exists(join(folder, COMPLETE))) return folder
  const draft = await mkdtemp(join(root, `${name}.draft-`))
  try {
    await build(draft)
    await writeFile(join(draft, COMPLETE), '')
    await rename(draft, folder).catch(async (error: unknown) => {
      // Somebody else was faster: theirs is as good.
      if (!(await exists(join(folder, COMPLETE)))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}

/** Forgets a folder of the cache, so that the next call makes it anew. */
export async function forget(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

async function cacheRoot(): Promise<string> {
  const root = join(tmpdir(), 'upnext-test-cache')
  await mkdir(root, { recursive: true, mode: 0o700 })
  // Programs are run from here, so it has to be ours.
  const { uid } = await stat(root)
  if (process.getuid !== undefined && uid !== process.getuid()) throw new Error(`${root} belongs to somebody else`)
  return root
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
