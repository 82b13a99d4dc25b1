import { randomUUID } from 'node:crypto'
import { ModelExistsError, StoreUnavailableError } from '@upnext/ports'
import type { ModelStore, StoredModel } from '@upnext/ports'
import { updateCell } from '../cell.ts'
import type { Cell, Step } from '../cell.ts'
import type { Gate } from '../gate.ts'
import { chunkCount, readChunks, writeChunks } from './chunks.ts'
import type { ChunkStore } from './chunks.ts'
import * as steps from './model-index.ts'
import type { ModelIndex, Upload } from './model-index.ts'

const ID_PATTERN = /^[A-Za-z0-9.-]{1,128}$/

/**
 * A ModelStore made of two small things that every vendor has: one text with compare-and-set (the index) and blobs (the
 * chunks). A model exists from the moment that its seal is in the index, which is after all of its chunks were written.
 */
export function createChunkedModelStore(parts: {
  index: Cell
  chunks: ChunkStore
  gate: Gate
  release: () => Promise<void>
}): ModelStore {
  const { index, chunks, gate, release } = parts
  const read = async (): Promise<ModelIndex> => steps.parseModelIndex(await index.read())
  const update = <Result>(step: (state: ModelIndex) => Step<ModelIndex, Result>): Promise<Result> =>
    updateCell(index, steps.parseModelIndex, step)

  async function put({ id, manifest, bytes }: StoredModel): Promise<void> {
    if (!ID_PATTERN.test(id))
      throw new RangeError(`a model id has letters, digits, "-" and ".", got ${JSON.stringify(id)}`)
    const upload = { upload: randomUUID(), id, chunks: chunkCount(bytes.length) }
    if (!(await update((state) => steps.beginUpload(state, upload)))) throw taken(id)
    try {
      const sha256 = await writeChunks(chunks, upload, bytes)
      const seal = { manifest, sizeBytes: bytes.length, sha256 }
      const sealed = await update((state) => steps.sealUpload(state, upload, seal))
      if (sealed === 'taken') throw taken(id)
      if (sealed === 'gone') throw new StoreUnavailableError(`model ${id} was deleted while it was being written`)
    } catch (error) {
      await tidy(upload)
      throw error
    }
  }

  async function get(id: string): Promise<StoredModel | null> {
    const model = steps.findSealed(await read(), id)
    if (model === null) return null
    // A model may be deleted under its reader; what is missing then is no damage.
    const stillThere = async (): Promise<boolean> => steps.findSealed(await read(), id)?.upload === model.upload
    const bytes = await readChunks(chunks, model, stillThere)
    return bytes === null ? null : { id, manifest: model.seal.manifest, bytes }
  }

  /** Deletes what the index has given to deletion. What is left when this fails is deleted by the next activation. */
  async function sweep(): Promise<void> {
    const { doomed } = await read()
    for (const upload of doomed) await chunks.remove(upload)
    const deleted = new Set(doomed.map(({ upload }) => upload))
    await update((state) => steps.forgetDoomed(state, deleted))
  }

  async function tidy(upload: Upload): Promise<void> {
    try {
      await update((state) => steps.giveUpUpload(state, upload))
      await sweep()
      // An upload that somebody else gave to deletion may have grown since, and nobody knows of it any more.
      const known = (await read()).models.some((model) => model.upload === upload.upload)
      if (!known) await chunks.remove(upload)
    } catch {
      // The error that made the put fail is the one to tell; the next activation deletes what is left.
    }
  }

  return {
    claimEpoch: () => gate.run(() => update(steps.claimEpoch)),
    epoch: () => gate.run(async () => (await read()).epoch),
    put: (model) => gate.run(() => put(model)),
    get: (id) => gate.run(() => get(id)),
    active: () => gate.run(async () => (await read()).active),
    activate: (change) =>
      gate.run(async () => {
        const result = await update((state) => steps.activateModel(state, change))
        // The model is active: that some old chunks could not be deleted yet must not look like a failed activation.
        if (result.ok) await sweep().catch(() => undefined)
        return result
      }),
    close: () => gate.close(release),
  }
}

function taken(id: string): ModelExistsError {
  return new ModelExistsError(`a model with the id ${id} is in the store already`)
}
