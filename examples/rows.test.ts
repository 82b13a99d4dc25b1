import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { ROW_DEFAULTS, problemLine, readRowsFile } from '@upnext/rows'

describe("the example's rows file", () => {
  it('shows every type of row, and names titles that are there', async () => {
    const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
    const checked = readRowsFile(await read('rows.yaml'))
    if (!checked.ok) throw new Error(checked.problems.map((problem) => problemLine('rows.yaml', problem)).join('\n'))
    const { file } = checked
    const rows = [...file.pages.values()].flatMap((page) => page.rows)
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(Object.keys(ROW_DEFAULTS)))
    expect(file.experiments).toHaveLength(1)

    const catalog = await read('data/made-up/catalog.jsonl')
    const named = rows.flatMap((row) => {
      if (row.type === 'editorial') return row.item_ids
      return row.type === 'sponsored' ? row.campaigns.flatMap(({ items }) => items) : []
    })
    expect(named.length).toBeGreaterThan(5)
    for (const item of named) expect(catalog).toContain(`{"item":"${item}",`)
  })
})
