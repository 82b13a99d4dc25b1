/**
 * What a model store knows besides the models' bytes, as one small value that changes by compare-and-set: the claimed epoch,
 * the active model, the uploads that exist, and those that are to be deleted. Pure steps; both families of stores share them.
 */
import type { ActivationResult, ActiveModel, ModelActivation } from '@upnext/ports'
import { z } from 'zod'
import type { Step } from '../cell.ts'

const uploadSchema = z.object({
  /** Names the chunks. Of its own for every attempt to put a model, so that two attempts never mix. */
  upload: z.string(),
  id: z.string(),
  chunks: z.int().nonnegative(),
})

const sealSchema = z.object({
  manifest: z.record(z.string(), z.unknown()),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string(),
})

const indexSchema = z.object({
  epoch: z.int().nonnegative(),
  active: z.object({ id: z.string(), epoch: z.int() }).nullable(),
  /** Without a seal: still being written, or given up by a process that died. */
  models: z.array(uploadSchema.extend({ seal: sealSchema.nullable() })),
  /** No longer models, but chunks of them may still be there. */
  doomed: z.array(uploadSchema),
})

export type Upload = z.output<typeof uploadSchema>
export type Seal = z.output<typeof sealSchema>
export type ModelIndex = z.output<typeof indexSchema>
export interface SealedModel extends Upload {
  readonly seal: Seal
}

export function parseModelIndex(text: string | null): ModelIndex {
  return text === null ? { epoch: 0, active: null, models: [], doomed: [] } : indexSchema.parse(JSON.parse(text))
}

export function claimEpoch(index: ModelIndex): Step<ModelIndex, number> {
  const epoch = index.epoch + 1
  return { state: { ...index, epoch }, result: epoch }
}

/** The model of this id, where it is whole. */
export function findSealed(index: ModelIndex, id: string): SealedModel | null {
  for (const { seal, ...upload } of index.models) {
    if (upload.id === id && seal !== null) return { ...upload, seal }
  }
  return null
}

/** `false` when the id is taken. Must come before the first chunk, so that no chunk is ever unknown. */
export function beginUpload(index: ModelIndex, upload: Upload): Step<ModelIndex, boolean> {
  if (findSealed(index, upload.id) !== null) return { state: index, result: false }
  return { state: { ...index, models: [...index.models, { ...upload, seal: null }] }, result: true }
}

/**
 * Makes an upload the model of its id. `taken` when another upload was faster, `gone` when an activation has meanwhile
 * given it to deletion. Saying it twice is harmless: the first answer may have been lost on its way.
 */
export function sealUpload(index: ModelIndex, upload: Upload, seal: Seal): Step<ModelIndex, 'ok' | 'taken' | 'gone'> {
  const sealed = findSealed(index, upload.id)
  if (sealed !== null) return { state: index, result: sealed.upload === upload.upload ? 'ok' : 'taken' }
  if (!index.models.some((model) => model.upload === upload.upload)) return { state: index, result: 'gone' }
  const models = index.models.map((model) => (model.upload === upload.upload ? { ...model, seal } : model))
  return { state: { ...index, models }, result: 'ok' }
}

/** Gives an upload that will not be sealed to deletion. */
export function giveUpUpload(index: ModelIndex, upload: Upload): Step<ModelIndex, null> {
  const unsealed = index.models.some((model) => model.upload === upload.upload && model.seal === null)
  if (!unsealed) return { state: index, result: null }
  const models = index.models.filter((model) => model.upload !== upload.upload)
  return { state: { ...index, models, doomed: [...index.doomed, upload] }, result: null }
}

/**
 * The activation's compare-and-set. All but the newly active model and the one before it are given to deletion in the same
 * step, so that nothing given to deletion can become active. An activation that has happened already is `ok`: its first
 * answer may have been lost on its way.
 */
export function activateModel(index: ModelIndex, change: ModelActivation): Step<ModelIndex, ActivationResult> {
  const { expected, next, epoch } = change
  if (epoch < index.epoch) return { state: index, result: { ok: false, reason: 'fenced', epoch: index.epoch } }
  if (isActive(index.active, next, epoch)) return { state: index, result: { ok: true } }
  if ((index.active?.id ?? null) !== expected) {
    return { state: index, result: { ok: false, reason: 'conflict', active: index.active } }
  }
  if (findSealed(index, next) === null) return { state: index, result: { ok: false, reason: 'missing' } }
  const kept = index.models.filter(({ id }) => id === next || id === expected)
  const dropped = index.models.filter((model) => !kept.includes(model))
  const doomed = [...index.doomed, ...dropped.map(({ upload, id, chunks }) => ({ upload, id, chunks }))]
  return { state: { epoch, active: { id: next, epoch }, models: kept, doomed }, result: { ok: true } }
}

/** Forgets uploads whose chunks have been deleted. */
export function forgetDoomed(index: ModelIndex, deleted: ReadonlySet<string>): Step<ModelIndex, null> {
  const doomed = index.doomed.filter(({ upload }) => !deleted.has(upload))
  return { state: doomed.length === index.doomed.length ? index : { ...index, doomed }, result: null }
}

function isActive(active: ActiveModel | null, id: string, epoch: number): boolean {
  return active !== null && active.id === id && active.epoch === epoch
}
