import { readFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { listsVariables } from '@upnext/service-kit'
import { archiveVariables, backendVariables } from './config.ts'

it('the README lists the variables as they are declared', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  expect(listsVariables(readme, { ...backendVariables, ...archiveVariables })).toBe(true)
})
