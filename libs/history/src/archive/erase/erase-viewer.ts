/**
 * Takes out of the archive what a viewer has had erased. The erase event itself stays, and makes void what stands in the log
 * still: so the profile that is rebuilt from archive and log is the same before and after, byte for byte.
 */
import { partitionOf } from '@upnext/ports'
import type { LogRecord, ObjectStore } from '@upnext/ports'
import { NotErasedError } from '../errors.ts'
import { damaged, decodeFile, holdsKey } from '../files/decode-file.ts'
import { encodeFile } from '../files/encode-file.ts'
import type { ArchiveFile } from '../names.ts'
import { partitionIndex, readIndex } from '../topic-index.ts'
import { erasedThrough, goesOfDeadLetters, goesOfEvents } from './erasable.ts'

interface TopicOf {
  readonly name: string
  readonly partitions: number
}

export interface EraseViewerOptions {
  readonly store: ObjectStore
  readonly viewerEvents: TopicOf
  readonly deadLetters: TopicOf
  /** Viewer key. */
  readonly viewer: string
  /** Told how many files of how many were looked at. */
  readonly onProgress?: (done: number, of: number) => void
}

export interface Erasure {
  /** Everything up to then went, but erase, retire, consent and settings. */
  readonly throughMs: number
  readonly records: number
  /** Files that were written anew. */
  readonly files: number
}

/**
 * Rejects with `NotErasedError` where no erase event of the viewer is in the archive, and with `ArchiveCorruptError` where a file
 * cannot be read. Again, it goes on where it was interrupted.
 */
export async function eraseViewer(options: EraseViewerOptions): Promise<Erasure> {
  const { store, viewerEvents, deadLetters, viewer } = options
  const files = await filesWith(options, viewerEvents)
  let through: number | null = null
  for (const file of files) through = laterOf(through, erasedThrough(await recordsOf(store, file), viewer))
  if (through === null) {
    throw new NotErasedError(
      'the archive holds no erase event of this viewer: send one (`upnext send erase`), let `upnext archive run` copy it, and erase again',
    )
  }
  const throughMs = through
  const events = await rewrite(store, files, (record) => goesOfEvents(record, viewer, throughMs))
  const dead = await filesWith(options, deadLetters)
  const letters = await rewrite(store, dead, (record) => goesOfDeadLetters(record, viewer, throughMs))
  return { throughMs, records: events.records + letters.records, files: events.files + letters.files }
}

/** All of them, also those that another file makes superfluous. */
async function filesWith(options: EraseViewerOptions, topic: TopicOf): Promise<ArchiveFile[]> {
  const { store, viewer, onProgress } = options
  const partition = partitionOf(Buffer.from(viewer, 'latin1'), topic.partitions)
  const { files } = partitionIndex(await readIndex(store, topic.name), partition)
  const found: ArchiveFile[] = []
  for (const [at, file] of files.entries()) {
    if (await holdsKey(file, await bytesOf(store, file), viewer)) found.push(file)
    onProgress?.(at + 1, files.length)
  }
  return found
}

async function rewrite(
  store: ObjectStore,
  files: readonly ArchiveFile[],
  goes: (record: LogRecord) => boolean,
): Promise<{ files: number; records: number }> {
  const done = { files: 0, records: 0 }
  for (const file of files) {
    const records = await recordsOf(store, file)
    const kept = records.filter((record) => !goes(record))
    if (kept.length === records.length) continue
    // Under the same name: the range of offsets stays, so that nobody copies them again.
    await store.write(file.name, await encodeFile(file, kept))
    done.files += 1
    done.records += records.length - kept.length
  }
  return done
}

async function recordsOf(store: ObjectStore, file: ArchiveFile): Promise<LogRecord[]> {
  return decodeFile(file, await bytesOf(store, file))
}

async function bytesOf(store: ObjectStore, file: ArchiveFile): Promise<Uint8Array> {
  const bytes = await store.read(file.name)
  if (bytes === null) throw damaged(file.name, new Error('it is listed and is not there'))
  return bytes
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}
