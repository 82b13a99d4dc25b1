/** Pairs: a line a viewer, `viewer item item ...`, without time. */
import { checkedDataset, hashesOf, keysOf } from './dataset.ts'
import type { Dataset } from './dataset.ts'
import { createNumbering } from './numbering.ts'
import { readLines, wordsOf } from './read-file.ts'
import { createRowsBuilder } from './rows.ts'
import type { Rows } from './rows.ts'

export interface PairsFiles {
  readonly train: string
  readonly test: string
}

/** When everything in the training file happened; what is held out came a second later. */
const ONCE_MS = Date.UTC(2020, 0, 1)

export async function readPairs(files: PairsFiles): Promise<Dataset> {
  const viewers = createNumbering()
  const items = createNumbering()
  const part = async (path: string, atMs: number): Promise<{ rows: Rows; duplicates: number }> => {
    const rows = createRowsBuilder()
    const known = new Map<number, Set<number>>()
    let duplicates = 0
    for (const line of await readLines(path)) {
      const [id, ...itemIds] = wordsOf(line)
      if (id === undefined) continue
      const viewer = viewers.add(id)
      const ofViewer = known.get(viewer) ?? new Set()
      known.set(viewer, ofViewer)
      for (const itemId of itemIds) {
        const item = items.add(itemId)
        if (ofViewer.has(item)) duplicates += 1
        else rows.add({ viewer, item, atMs })
        ofViewer.add(item)
      }
    }
    return { rows: rows.finish(), duplicates }
  }
  const train = await part(files.train, ONCE_MS)
  const test = await part(files.test, ONCE_MS + 1000)
  return checkedDataset({
    viewers: keysOf(viewers.ids),
    itemIds: items.ids,
    items: hashesOf(items.ids),
    train: train.rows,
    test: test.rows,
    histories: null,
    content: new Map(),
    ratingMax: 5,
    cutMs: ONCE_MS + 1000,
    timeless: true,
    facts: { duplicateRows: train.duplicates + test.duplicates },
  })
}
