/** A model in use: its rows, the numbers of its titles, and the rows that have changed since it was built. */
import { createItemIndex, createLiveRows, modelFromBytes, checkModel } from '@upnext/recsys'
import type { ItemIndex, LiveRows, Model } from '@upnext/recsys'
import type { StoredModel } from '@upnext/ports'

export interface ServedModel {
  readonly id: string
  readonly model: Model
  readonly index: ItemIndex
  readonly live: LiveRows
}

/** The model is whole, but not fit to be served. */
export class ModelUnfitError extends Error {
  override readonly name = 'ModelUnfitError'
}

/** Unpacks and tests a model. Throws `ModelFormatError` or `ModelUnfitError`. */
export function toServedModel({ id, bytes }: StoredModel): ServedModel {
  const model = modelFromBytes(bytes)
  const problems = checkModel(model)
  if (problems.length > 0) throw new ModelUnfitError(`model ${id} cannot be served: ${problems.join('; ')}`)
  return { id, model, index: createItemIndex(model.items), live: createLiveRows() }
}
