import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import { startProcess, withTempFolder } from '@upnext/testkit'

const ENTRY = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const BAD =
  'version: 1\nname: bad\npages:\n  home:\n    rows:\n      - { id: a, type: populr }\n      - { id: a, type: popular, itms: 3 }\n'

it('does not start on a rows file with mistakes, and prints all of them by line', () =>
  withTempFolder(async (folder) => {
    const path = join(folder, 'rows.yaml')
    await writeFile(path, BAD)
    const env = { UPNEXT_ROWS: path, UPNEXT_DATA: join(folder, 'data'), UPNEXT_VIEWER_SECRET: 'ab'.repeat(16) }
    const child = await startProcess({ entry: ENTRY, env })
    expect(await child.exited).toEqual({ code: 2, signal: null })
    const places = child
      .stderr()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').slice(0, 3))
    expect(places).toEqual([
      ['UPNEXT_ROWS:', `${path}:6:24`, 'pages.home.rows[0].type'],
      ['UPNEXT_ROWS:', `${path}:7:15`, 'pages.home.rows[1].id'],
      ['UPNEXT_ROWS:', `${path}:7:33`, 'pages.home.rows[1].itms'],
    ])
  }))
