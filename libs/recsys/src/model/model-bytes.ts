/** A model as bytes and back. The same model gives the same bytes; anything but a sound model is refused. */
import { ContainerFormatError, containerFromBytes, containerToBytes } from '../bytes/container.ts'
import type { ContainerKind, OpenContainer, PackedArray } from '../bytes/container.ts'
import { itemHashesFromU32, itemHashesToU32 } from '../bytes/item-hashes.ts'
import { checkModel } from './check-model.ts'
import { ModelFormatError } from './model-format-error.ts'
import type { ChannelParameters, Model, RowSet, ScoreParameters } from './model.ts'

const MODEL: ContainerKind = { magic: 'UPNXMODL', version: 1 }

export function modelToBytes(model: Model): Uint8Array {
  const arrays: Record<string, PackedArray> = {
    items: itemHashesToU32(model.items),
    popularity: model.popularity,
  }
  for (const [name, rows] of model.rowSets) {
    arrays[`${name}.offsets`] = rows.offsets
    arrays[`${name}.neighbours`] = rows.neighbours
    arrays[`${name}.scores`] = rows.scores
  }
  const channels = model.parameters.channels.map(({ rowSet, weight, recency }) => ({ rowSet, weight, recency }))
  return containerToBytes(MODEL, { meta: { rowSets: [...model.rowSets.keys()], channels }, arrays })
}

/** Throws `ModelFormatError` for anything that {@link checkModel} would find fault with, too. */
export function modelFromBytes(bytes: Uint8Array): Model {
  const model = readModel(bytes)
  const [problem] = checkModel(model)
  if (problem !== undefined) throw new ModelFormatError(`not a sound model: ${problem}`)
  return model
}

function readModel(bytes: Uint8Array): Model {
  try {
    const container = containerFromBytes(MODEL, bytes)
    const meta = parseMeta(container.meta)
    return {
      items: itemHashesFromU32(container.u32('items')),
      popularity: container.f32('popularity'),
      rowSets: new Map(meta.rowSets.map((name) => [name, readRows(container, name)])),
      parameters: meta.parameters,
    }
  } catch (cause) {
    if (!(cause instanceof ContainerFormatError)) throw cause
    throw new ModelFormatError(`not a model: ${cause.message}`, { cause })
  }
}

function readRows(container: OpenContainer, name: string): RowSet {
  return {
    offsets: container.u32(`${name}.offsets`),
    neighbours: container.u32(`${name}.neighbours`),
    scores: container.f32(`${name}.scores`),
  }
}

function parseMeta(meta: unknown): { rowSets: readonly string[]; parameters: ScoreParameters } {
  if (isObject(meta) && 'rowSets' in meta && 'channels' in meta) {
    const { rowSets, channels } = meta
    if (Array.isArray(rowSets) && rowSets.every(isText) && Array.isArray(channels) && channels.every(isChannel)) {
      return { rowSets, parameters: { channels } }
    }
  }
  throw new ModelFormatError('not a model: its header does not say how to read it')
}

function isChannel(value: unknown): value is ChannelParameters {
  if (!isObject(value) || !('rowSet' in value && 'weight' in value && 'recency' in value)) return false
  return isText(value.rowSet) && typeof value.weight === 'number' && typeof value.recency === 'number'
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
