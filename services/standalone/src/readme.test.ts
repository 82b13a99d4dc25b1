import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { environmentTable } from '@upnext/service-kit'
import { standaloneVariables } from './config.ts'

describe('the README', () => {
  it('lists every variable as it is declared', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    expect(squeeze(readme)).toContain(squeeze(environmentTable(standaloneVariables)))
  })
})

/** The formatter pads tables; what they say is the same. */
function squeeze(text: string): string {
  return text.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-')
}
