import type { LogRecord, ObjectStore } from '@upnext/ports'
import type { ArchiveFile } from '../names.ts'
import { damaged, decodeFile } from './decode-file.ts'

/** The records of a file that is listed, in offset order. Rejects with `ArchiveCorruptError` where it is damaged or gone. */
export async function readFile(store: ObjectStore, file: ArchiveFile): Promise<LogRecord[]> {
  const bytes = await store.read(file.name)
  if (bytes === null) throw damaged(file.name, new Error('it is listed and is not there'))
  return decodeFile(file, bytes)
}
