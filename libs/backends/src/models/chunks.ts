/** A model's bytes in pieces, written and read one at a time so that neither store nor process is held up for long. */
import { createHash } from 'node:crypto'
import { ModelCorruptError } from '@upnext/ports'
import type { SealedModel, Upload } from './model-index.ts'

/** Where a vendor keeps the pieces. */
export interface ChunkStore {
  write(upload: Upload, chunk: number, bytes: Uint8Array): Promise<void>
  read(upload: Upload, chunk: number): Promise<Uint8Array | null>
  /** Deletes all pieces of an upload that are there. */
  remove(upload: Upload): Promise<void>
}

export const CHUNK_BYTES = 512 * 1024

export function chunkCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / CHUNK_BYTES)
}

/** Answers the SHA-256 of all bytes, in hex. */
export async function writeChunks(store: ChunkStore, upload: Upload, bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let chunk = 0; chunk < upload.chunks; chunk += 1) {
    const piece = bytes.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES)
    hash.update(piece)
    await store.write(upload, chunk, piece)
  }
  return hash.digest('hex')
}

/**
 * All bytes of a model, or `null` when it was deleted meanwhile. Rejects with `ModelCorruptError` when a piece is missing
 * from a model that still exists, or when the bytes are not those that were written.
 */
export async function readChunks(
  store: ChunkStore,
  model: SealedModel,
  stillThere: () => Promise<boolean>,
): Promise<Uint8Array | null> {
  const { sizeBytes, sha256 } = model.seal
  const bytes = new Uint8Array(sizeBytes)
  const hash = createHash('sha256')
  for (let chunk = 0; chunk < model.chunks; chunk += 1) {
    const piece = await store.read(model, chunk)
    const start = chunk * CHUNK_BYTES
    if (piece === null || piece.length !== Math.min(CHUNK_BYTES, sizeBytes - start)) {
      if (!(await stillThere())) return null
      throw new ModelCorruptError(`model ${model.id} is damaged: piece ${chunk} of ${model.chunks} is missing or cut`)
    }
    hash.update(piece)
    bytes.set(piece, start)
  }
  if (hash.digest('hex') === sha256) return bytes
  throw new ModelCorruptError(`model ${model.id} is damaged: its bytes do not have the SHA-256 ${sha256}`)
}
