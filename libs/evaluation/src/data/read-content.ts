/** What titles are about: columns of a catalogue file as tokens `column:value`. */
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { columnOf, readCsv } from './csv-table.ts'

export interface ContentFile {
  readonly path: string
  readonly idColumn: string
  readonly contentColumns: readonly string[]
}

/** Several values of one column stand between `|`. Values like "(no genres listed)" are none. */
export async function readContent(file: ContentFile): Promise<ReadonlyMap<ItemHash, readonly string[]>> {
  const table = await readCsv(file.path, { delimiter: null, hasHeader: true })
  const idAt = columnOf(table, 'item-columns', file.idColumn)
  const columns = file.contentColumns.map((name) => ({ name, at: columnOf(table, 'item-columns', name) }))
  const content = new Map<ItemHash, readonly string[]>()
  for (const fields of table.rows) {
    const id = (fields[idAt] ?? '').trim()
    const tokens = columns.flatMap(({ name, at }) => valuesIn(fields[at]).map((value) => `${name}:${value}`))
    if (id !== '' && tokens.length > 0) content.set(itemHash(id), [...new Set(tokens)])
  }
  return content
}

function valuesIn(field: string | undefined): readonly string[] {
  const values = (field ?? '').split('|').map((value) => value.trim())
  return values.filter((value) => value !== '' && !/^\(.*\)$/.test(value))
}
