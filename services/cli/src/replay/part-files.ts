/**
 * One file for each partition: partitions are read all at once, as they come, and put in order afterwards. Bytes behind what the
 * state knows of are of a run that was killed, and are cut off.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReplayState } from './state.ts'

export interface PartFiles {
  /** Writes at `at`, which is the length that the file has then. */
  write(partition: number, bytes: Uint8Array, at: number): Promise<void>
  /** Resolves once all that was written is on the disk. */
  sync(): Promise<void>
  close(): Promise<void>
}

export async function openPartFiles(folder: string, state: ReplayState): Promise<PartFiles> {
  await mkdir(folder, { recursive: true })
  const files: FileHandle[] = []
  const dirty = new Set<FileHandle>()
  const close = async (): Promise<void> => {
    await Promise.all(files.map((file) => file.close()))
  }
  try {
    for (const [partition, { bytes }] of state.partitions.entries()) {
      const file = await open(partPath(folder, partition), 'a+').then(async (made) => {
        await made.close()
        return open(partPath(folder, partition), 'r+')
      })
      files.push(file)
      await file.truncate(bytes)
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    async write(partition, bytes, at) {
      const file = files[partition]
      if (file === undefined) throw new RangeError(`there is no partition ${partition}`)
      for (let done = 0; done < bytes.length;) {
        done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
      }
      dirty.add(file)
    },
    async sync() {
      const files = [...dirty]
      dirty.clear()
      await Promise.all(files.map((file) => file.datasync()))
    },
    close,
  }
}

export function partPath(folder: string, partition: number): string {
  return join(folder, `part-${String(partition).padStart(5, '0')}`)
}

/** Partition by partition into one stream, which stays open. */
export async function joinParts(folder: string, state: ReplayState, to: Writable, signal: AbortSignal): Promise<void> {
  await pipeline(readParts(folder, state), to, { end: false, signal })
}

async function* readParts(folder: string, { partitions }: ReplayState): AsyncGenerator<Buffer> {
  for (const [partition, { bytes }] of partitions.entries()) {
    if (bytes > 0) yield* createReadStream(partPath(folder, partition), { end: bytes - 1 }) as AsyncIterable<Buffer>
  }
}
