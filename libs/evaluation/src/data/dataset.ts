/** Data to learn from and to be asked about, whatever kind of file it came from. */
import { itemHash, viewerKey } from '@upnext/contracts'
import type { ItemHash, KeyContext, ViewerKey } from '@upnext/contracts'
import { DataError } from '../data-error.ts'
import type { Rows } from './rows.ts'

export interface Dataset {
  readonly viewers: readonly ViewerKey[]
  readonly itemIds: readonly string[]
  readonly items: readonly ItemHash[]
  readonly train: Rows
  /** What is held out. Nothing of it reaches a model before it has been asked about. */
  readonly test: Rows
  /** What questions are asked from, where that is not `train`. */
  readonly histories: Rows | null
  /** Content tokens, `column:value`. */
  readonly content: ReadonlyMap<ItemHash, readonly string[]>
  /** The best rating; it becomes five stars. */
  readonly ratingMax: number
  /** Models are told who did what, and not how it was rated: to see what grades are worth. */
  readonly ungraded?: boolean
  /** The training part ends before this. */
  readonly cutMs: number
  /** There is no time: everything happened at once. */
  readonly timeless: boolean
  /** What was read and what was left out, for the report. */
  readonly facts: Facts
}

export type Facts = Readonly<Record<string, unknown>>

/** The key is no secret here: it makes viewer keys, and with them the split's hash, the same for everybody. */
const KEYS: KeyContext = { secret: Buffer.from('upnext evaluate: not a secret'), namespace: '' }

export function keysOf(viewerIds: readonly string[]): readonly ViewerKey[] {
  return viewerIds.map((id) => viewerKey(KEYS, id))
}

export function hashesOf(itemIds: readonly string[]): readonly ItemHash[] {
  return itemIds.map((id) => itemHash(id))
}

/** Throws a `DataError` where nothing could be learned or ranked. */
export function checkedDataset(dataset: Dataset): Dataset {
  const { train, test } = dataset
  if (train.length === 0)
    throw new DataError('nothing is left to learn from', { hint: 'the training part has no rows' })
  if (test.length === 0) throw new DataError('nothing is held out', { hint: 'the test part has no rows' })
  if (new Set(train.items).size < 2) throw tooFew('item')
  if (new Set(train.viewers).size < 2) throw tooFew('viewer')
  return dataset
}

function tooFew(what: string): DataError {
  return new DataError(`the training part has one ${what} only: there is nothing to rank or to compare`, {
    hint: `give data with at least two ${what}s; were the columns mixed up?`,
  })
}
