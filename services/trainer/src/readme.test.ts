import { expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { environmentTable } from '@upnext/service-kit'
import { trainerVariables } from './config.ts'

it('the README lists the variables as they are declared', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const squeezed = (text: string): string => text.replaceAll(/[ \t]+/g, ' ').replaceAll(/-{3,}/g, '---')
  expect(squeezed(readme)).toContain(squeezed(environmentTable(trainerVariables)))
})
