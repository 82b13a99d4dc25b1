import { asBuffer } from '@upnext/ports'
import type { ModelStore } from '@upnext/ports'
import { createGate } from '../gate.ts'
import { createChunkedModelStore } from '../models/chunked-model-store.ts'
import type { ChunkStore } from '../models/chunks.ts'
import type { Upload } from '../models/model-index.ts'
import { atNewestCommit, lmdbCell, openBytes, readBytes, translateLmdb } from './lmdb.ts'
import type { Bytes } from './lmdb.ts'

/** Models in an LMDB environment of their own. Epochs, seals and activations are on the disk before they are answered. */
export function openEmbeddedModelStore({ folder }: { folder: string }): ModelStore {
  const db = openBytes(folder)
  return createChunkedModelStore({
    index: lmdbCell(db, 'index'),
    chunks: lmdbChunks(db),
    gate: createGate('model store', translateLmdb('model store')),
    release: () => db.close(),
  })
}

function lmdbChunks(db: Bytes): ChunkStore {
  return {
    async write(upload, chunk, bytes) {
      await db.put(nameOf(upload, chunk), asBuffer(bytes))
    },
    read: (upload, chunk) => Promise.resolve(atNewestCommit(db, () => readBytes(db, nameOf(upload, chunk)))),
    async remove(upload) {
      for (let chunk = 0; chunk < upload.chunks; chunk += 1) await db.remove(nameOf(upload, chunk))
    },
  }
}

function nameOf({ id, upload }: Upload, chunk: number): string {
  return `chunk:${id}:${upload}:${chunk}`
}
