/** A model in use, by its id. */
import { checkModel, createLiveModel, modelFromBytes, withoutRanker } from '@upnext/recsys'
import type { LiveModel } from '@upnext/recsys'
import type { StoredModel } from '@upnext/ports'

export interface ServedModel {
  readonly id: string
  readonly live: LiveModel
}

const unlearnedOf = new WeakMap<ServedModel, ServedModel>()

/** The same model, ranking by its blend alone. */
export function unlearned(served: ServedModel): ServedModel {
  const known = unlearnedOf.get(served)
  if (known !== undefined) return known
  const blend = { ...served, live: withoutRanker(served.live) }
  unlearnedOf.set(served, blend)
  return blend
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
  return { id, live: createLiveModel(model) }
}
