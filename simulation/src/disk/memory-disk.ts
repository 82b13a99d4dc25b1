/**
 * A disk as far as checkpoints need one, with what a power cut does to it: of what was not synced, anything may be left. Every
 * process sees it under a folder of its own name, so that the disk knows who writes.
 */
import type { Random } from '@upnext/testkit'
import type { Life } from '../crash/life.ts'

/** Paths below it are on the simulated disk; the last folder is the name of the process. */
export const DISK_ROOT = '/simulated-disk'

export interface MemoryDisk {
  folderOf(life: Life): string
  /** What the functions of `node:fs/promises` become for paths below {@link DISK_ROOT}. */
  readonly files: DiskFunctions
  /** Of the last of the files whose names begin so, by the numbers in their names. */
  lastOf(prefix: string): Uint8Array | null
  /** The machine goes down: whoever runs has to be killed first. */
  cutPower(random: Random): void
}

export interface DiskFunctions {
  mkdir(path: string): Promise<undefined>
  open(path: string): Promise<DiskHandle>
  readFile(path: string): Promise<Buffer>
  readdir(path: string): Promise<string[]>
  rm(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
}

export interface DiskHandle {
  writeFile(bytes: Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

interface File {
  content: Buffer
  synced: Buffer
}

export function createMemoryDisk(): MemoryDisk {
  const lives = new Map<string, Life>()
  let names = new Map<string, File>()
  let syncedNames = new Map<string, File>()

  const folderHandle = (life: Life): DiskHandle => ({
    writeFile: async () => {
      throw new Error('a folder is not written to')
    },
    sync: () =>
      life.step('checkpoint.folder', async () => {
        syncedNames = new Map(names)
      }),
    close: async () => undefined,
  })

  const fileHandle = (life: Life, file: File): DiskHandle => ({
    writeFile: (bytes) =>
      life.step('checkpoint.write', async () => {
        const half = bytes.length >> 1
        file.content = Buffer.from(bytes.subarray(0, half))
        await life.pass('checkpoint.write.torn')
        file.content = Buffer.concat([file.content, bytes.subarray(half)])
      }),
    sync: () =>
      life.step('checkpoint.sync', async () => {
        file.synced = file.content
      }),
    close: async () => undefined,
  })

  const at = (path: string): { readonly life: Life; readonly name: string } => {
    const [folder = '', name = ''] = path.slice(DISK_ROOT.length + 1).split('/')
    const life = lives.get(folder)
    if (life === undefined) throw new Error(`nobody has the folder ${folder}`)
    return { life, name }
  }

  return {
    folderOf(life) {
      const folder = life.name.replaceAll(' ', '-')
      lives.set(folder, life)
      return `${DISK_ROOT}/${folder}`
    },
    lastOf(prefix) {
      const found = [...names.keys()].filter((name) => name.startsWith(prefix) && name.endsWith('.bin'))
      const last = found.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
      return last === undefined ? null : (names.get(last)?.content ?? null)
    },
    cutPower(random) {
      const kept = random.next() < 0.5 ? syncedNames : names
      for (const file of new Set(kept.values())) {
        if (file.content !== file.synced)
          file.content = file.content.subarray(0, random.int(0, file.content.length + 1))
        file.synced = file.content
      }
      names = new Map(kept)
      syncedNames = new Map(kept)
    },
    files: {
      mkdir: async (path) => at(path).life.act(async () => undefined),
      async open(path) {
        const { life, name } = at(path)
        if (name === '') return life.act(async () => folderHandle(life))
        return life.act(async () => {
          const file = names.get(name) ?? { content: Buffer.of(), synced: Buffer.of() }
          file.content = Buffer.of()
          names.set(name, file)
          return fileHandle(life, file)
        })
      },
      async readFile(path) {
        const { life, name } = at(path)
        const file = await life.act(async () => names.get(name))
        if (file === undefined) throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' })
        return Buffer.from(file.content)
      },
      readdir: (path) => at(path).life.act(async () => [...names.keys()]),
      rm: (path) => {
        const { life, name } = at(path)
        return life.act(async () => void names.delete(name))
      },
      rename: async (from, to) => {
        const { life, name } = at(from)
        await life.step('checkpoint.rename', async () => {
          const file = names.get(name)
          if (file === undefined) throw Object.assign(new Error(`no file ${from}`), { code: 'ENOENT' })
          names.delete(name)
          names.set(at(to).name, file)
        })
      },
    },
  }
}
