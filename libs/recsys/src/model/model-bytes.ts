/** A model as bytes and back. The same model gives the same bytes; anything but a sound model is refused. */
import { ContainerFormatError, containerFromBytes, containerToBytes } from '../bytes/container.ts'
import type { ContainerKind, OpenContainer, PackedArray } from '../bytes/container.ts'
import { itemHashesFromU32, itemHashesToU32 } from '../bytes/item-hashes.ts'
import { checkModel } from './check-model.ts'
import { ModelFormatError } from './model-format-error.ts'
import type { Model, RowSet } from './model.ts'
import { parseParameters } from './parse-parameters.ts'

const MODEL: ContainerKind = { magic: 'UPNXMODL', version: 2 }

export function modelToBytes(model: Model): Uint8Array {
  const arrays: Record<string, PackedArray> = {
    items: itemHashesToU32(model.items),
    'popularity.total': model.popularity.total,
    'popularity.month': model.popularity.month,
    'popularity.days': model.popularity.days,
  }
  for (const [name, rows] of model.rowSets) {
    arrays[`${name}.offsets`] = rows.offsets
    arrays[`${name}.neighbours`] = rows.neighbours
    arrays[`${name}.scores`] = rows.scores
  }
  const { parameters, popularity } = model
  const meta = { rowSets: [...model.rowSets.keys()], popularityAsOfMs: popularity.asOfMs, parameters }
  return containerToBytes(MODEL, { meta, arrays })
}

/** Throws `ModelFormatError` for anything that {@link checkModel} would find fault with, too. */
export function modelFromBytes(bytes: Uint8Array): Model {
  const model = readModel(bytes)
  const [problem] = checkModel(model)
  if (problem !== undefined) throw new ModelFormatError(`not a sound model: ${problem}`)
  return model
}

const NO_HEADER = new ModelFormatError('not a model: its header does not say how to read it')

function readModel(bytes: Uint8Array): Model {
  try {
    const container = containerFromBytes(MODEL, bytes)
    const { meta } = container
    if (!isObject(meta) || !('rowSets' in meta && 'parameters' in meta && 'popularityAsOfMs' in meta)) throw NO_HEADER
    const { rowSets, popularityAsOfMs: asOfMs } = meta
    const parameters = parseParameters(meta.parameters)
    if (parameters === null || !Array.isArray(rowSets) || !rowSets.every(isText) || typeof asOfMs !== 'number') {
      throw NO_HEADER
    }
    return {
      items: itemHashesFromU32(container.u32('items')),
      popularity: {
        total: container.f32('popularity.total'),
        month: container.f32('popularity.month'),
        days: container.f32('popularity.days'),
        asOfMs,
      },
      rowSets: new Map(rowSets.map((name) => [name, readRows(container, name)])),
      parameters,
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

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
