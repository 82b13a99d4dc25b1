/** Puts a simulated disk under code that writes files: tests replace `node:fs/promises` by {@link withDisk} before they load it. */
import type * as Files from 'node:fs/promises'
import { DISK_ROOT } from './memory-disk.ts'
import type { DiskFunctions } from './memory-disk.ts'

/** The disk of the moment. */
export const diskSeam: { disk: DiskFunctions | null } = { disk: null }

/** The module; for paths of the simulated disk with other functions. */
export function withDisk(files: typeof Files): Record<string, unknown> {
  const diskOf = (path: string): DiskFunctions | null => (path.startsWith(DISK_ROOT) ? diskSeam.disk : null)
  return {
    ...files,
    mkdir: (path: string, options: { recursive: boolean }) => diskOf(path)?.mkdir(path) ?? files.mkdir(path, options),
    open: (path: string, flags: string) => diskOf(path)?.open(path) ?? files.open(path, flags),
    readFile: (path: string) => diskOf(path)?.readFile(path) ?? files.readFile(path),
    readdir: (path: string) => diskOf(path)?.readdir(path) ?? files.readdir(path),
    rm: (path: string, options: { force: boolean }) => diskOf(path)?.rm(path) ?? files.rm(path, options),
    rename: (from: string, to: string) => diskOf(from)?.rename(from, to) ?? files.rename(from, to),
  }
}
