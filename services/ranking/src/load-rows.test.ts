import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { defaultRowsText } from '@upnext/rows'
import { ConfigError } from '@upnext/service-kit'
import { withTempFolder } from '@upnext/testkit'
import { loadRows } from './load-rows.ts'

async function mistakesOf(text: string): Promise<readonly string[]> {
  return withTempFolder(async (folder) => {
    const path = join(folder, 'rows.yaml')
    await writeFile(path, text)
    try {
      loadRows(path)
      return []
    } catch (error) {
      if (error instanceof ConfigError) return error.mistakes.map((line) => line.replace(path, 'rows.yaml'))
      throw error
    }
  })
}

describe('the rows of a process', () => {
  it('are the default ones where nothing is said, and those of the file where one is', async () => {
    expect(loadRows(undefined).pages.has('home')).toBe(true)
    expect(await mistakesOf(defaultRowsText())).toEqual([])
  })

  it('are refused with every mistake, by line', async () => {
    const text = defaultRowsText().replace('version: 1', 'version: 3').replace('type: my_list', 'type: my_lst')
    const line = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length
    expect(await mistakesOf(text)).toEqual([
      `UPNEXT_ROWS: rows.yaml:${line('version: 3')}:10 version expected 1, got 3`,
      expect.stringMatching(
        new RegExp(
          `^UPNEXT_ROWS: rows.yaml:${line('my_lst')}:\\d+ pages.home.rows\\[3\\].type my_lst is no type of row: did you mean my_list`,
        ),
      ),
    ])
  })

  it('are refused where the file is not there', () => {
    expect(() => loadRows('/nonexistent/rows.yaml')).toThrow(
      /UPNEXT_ROWS: \/nonexistent\/rows.yaml cannot be read: .*ENOENT/,
    )
  })
})
