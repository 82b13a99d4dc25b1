import { readFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { listsVariables } from './config/environment-table.ts'
import { processVariables } from './run-main.ts'

it('the README lists the variables of every process as they are declared', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  expect(listsVariables(readme, processVariables)).toBe(true)
})
