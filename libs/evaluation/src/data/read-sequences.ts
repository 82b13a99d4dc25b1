/**
 * Sequences: line k of the training file is what viewer k did, oldest first; line k of the test file is the one next item.
 * There is only an order, so an item's age in seconds is its place counted from the end: everybody's last item is equally old.
 */
import { DataError } from '../data-error.ts'
import { checkedDataset, hashesOf, keysOf } from './dataset.ts'
import type { Dataset } from './dataset.ts'
import { createNumbering } from './numbering.ts'
import type { Numbering } from './numbering.ts'
import { readLines, wordsOf } from './read-file.ts'
import { createRowsBuilder } from './rows.ts'
import type { Rows } from './rows.ts'

export interface SequenceFiles {
  readonly train: string
  readonly test: string
  /** What to predict from, line by line, where that is not the training file. */
  readonly histories: string | null
}

const STEP_MS = 1000
const LAST_MS = Date.UTC(2020, 0, 1)

export async function readSequences(files: SequenceFiles): Promise<Dataset> {
  const items = createNumbering()
  const trainLines = await readLines(files.train)
  const historyLines = files.histories === null ? null : await readLines(files.histories)
  const testLines = await readLines(files.test)
  const asked = historyLines ?? trainLines
  if (testLines.length !== asked.length) {
    throw new DataError(
      `${files.test} has ${testLines.length} lines, ${files.histories ?? files.train} has ${asked.length}`,
      { hint: 'line k of the test file must be what follows line k of the other' },
    )
  }
  const viewers = Math.max(trainLines.length, asked.length)
  const train = historiesIn(trainLines, items)
  const histories = historyLines === null ? null : historiesIn(historyLines, items)
  const test = nextIn(testLines, items, files.test)
  return checkedDataset({
    viewers: keysOf(Array.from({ length: viewers }, (_, viewer) => String(viewer + 1))),
    itemIds: items.ids,
    items: hashesOf(items.ids),
    train,
    test,
    histories,
    content: new Map(),
    ratingMax: 5,
    cutMs: LAST_MS + STEP_MS,
    timeless: false,
    facts: {},
  })
}

function historiesIn(lines: readonly string[], items: Numbering): Rows {
  const rows = createRowsBuilder()
  lines.forEach((line, viewer) => {
    const words = wordsOf(line)
    words.forEach((word, at) => {
      rows.add({ viewer, item: items.add(word), atMs: LAST_MS - (words.length - 1 - at) * STEP_MS })
    })
  })
  return rows.finish()
}

function nextIn(lines: readonly string[], items: Numbering, path: string): Rows {
  const rows = createRowsBuilder()
  lines.forEach((line, viewer) => {
    const [next, another] = wordsOf(line)
    if (another !== undefined) {
      throw new DataError(`${path}: line ${viewer + 1} has more than one item`, {
        hint: 'a line of the test file is the one next item; with `viewer item item ...` give --format pairs',
      })
    }
    if (next !== undefined) rows.add({ viewer, item: items.add(next), atMs: LAST_MS + STEP_MS })
  })
  return rows.finish()
}
