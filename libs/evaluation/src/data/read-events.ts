/** Events: tables of who, what and when, with or without how it was liked or how far it was watched. */
import { DataError } from '../data-error.ts'
import { checkedDataset, hashesOf, keysOf } from './dataset.ts'
import type { Dataset } from './dataset.ts'
import { createEventReader } from './event-reader.ts'
import type { EventColumns } from './event-reader.ts'
import { inOrderOfFiles } from './instants.ts'
import { readContent } from './read-content.ts'
import type { ContentFile } from './read-content.ts'
import type { Row, Rows } from './rows.ts'
import { createRowsBuilder, sliceRows } from './rows.ts'
import { guessRatingMax } from './stars.ts'

export interface EventFiles {
  readonly data: readonly string[]
  /** What is held out; none: what comes after the quantile `cut` of time. */
  readonly test: readonly string[]
  readonly columns: EventColumns
  /** 0 to 1. */
  readonly cut: number
  /** Items with fewer rows in all files together are left out. */
  readonly minItemCount: number
  /** `null`: found out. */
  readonly ratingMax: number | null
  /** See `Dataset`. */
  readonly ungraded?: boolean
  readonly content: ContentFile | null
}

export async function readEvents(files: EventFiles): Promise<Dataset> {
  const reader = createEventReader(files.columns, files.ratingMax)
  const train = createRowsBuilder()
  const test = createRowsBuilder()
  for (const path of files.data) await reader.read(path, train)
  for (const path of files.test) await reader.read(path, test)
  const facts = reader.facts()
  const rowCount = train.length() + test.length()
  if (rowCount === 0) throw noRow(files, facts.unreadable)

  const isFrequent = frequentIn(reader.itemCounts, files.minItemCount)
  const all = train.finish(isFrequent)
  const held = test.finish(isFrequent)
  const split = files.test.length > 0 ? { train: all, test: held, cutMs: endOf(all) } : splitByTime(all, files.cut)
  const [before, after] = [inOrderOfFiles(split.train), inOrderOfFiles(split.test)]
  const parts = { train: before.rows, test: after.rows, cutMs: split.cutMs }
  const items = hashesOf(reader.items.ids)
  const wanted = new Set(items.filter((_, item) => (reader.itemCounts[item] ?? 0) >= files.minItemCount))
  const content = files.content === null ? null : await readContent(files.content)
  return checkedDataset({
    ...parts,
    viewers: keysOf(reader.viewers.ids),
    itemIds: reader.items.ids,
    items,
    histories: null,
    content: new Map([...(content ?? [])].filter(([item]) => files.minItemCount <= 1 || wanted.has(item))),
    ratingMax: files.ratingMax ?? guessRatingMax(reader.greatestRating()),
    ungraded: files.ungraded === true,
    timeless: false,
    facts: {
      ...facts,
      duplicateRows: before.duplicates + after.duplicates,
      rowsOfRareItems: rowCount - all.length - held.length,
      ...(content === null ? {} : { itemsWithContent: content.size }),
    },
  })
}

/** Everything before the quantile is trained on. Linear between the two nearest times, as numpy does. */
export function splitByTime(rows: Rows, cut: number): { train: Rows; test: Rows; cutMs: number } {
  const place = cut * (rows.length - 1)
  const below = rows.atMs[Math.floor(place)] ?? 0
  const above = rows.atMs[Math.ceil(place)] ?? below
  const cutMs = below + (above - below) * (place - Math.floor(place))
  const first = rows.atMs.findIndex((atMs) => atMs >= cutMs)
  const end = first === -1 ? rows.length : first
  return { train: sliceRows(rows, 0, end), test: sliceRows(rows, end, rows.length), cutMs }
}

function endOf(rows: Rows): number {
  return (rows.atMs.at(-1) ?? 0) + 1
}

function frequentIn(counts: readonly number[], least: number): (row: Row) => boolean {
  return ({ item }) => (counts[item] ?? 0) >= least
}

function noRow(files: EventFiles, unreadable: object): DataError {
  const reasons = Object.entries(unreadable).map(([reason, of]) => `${reason}: ${JSON.stringify(of)}`)
  const why = reasons.length === 0 ? 'there are none' : reasons.join('; ')
  return new DataError(`no row of ${[...files.data, ...files.test].join(', ')} can be used: ${why}`, {
    hint: 'do --columns name the right ones? times are unix seconds, milliseconds or ISO 8601',
  })
}
