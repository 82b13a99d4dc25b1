import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { defaultRowsText } from '@upnext/rows'
import { withTempFolder } from '@upnext/testkit'
import { runCli } from '../program.ts'

const experiment = (id: string): string =>
  `\nexperiments: [{ id: ${id}, variants: [{ id: a, share: 0.5 }, { id: b, share: 0.5 }] }]\n`

/** What the report of the experiment `mine` says, in a folder where nothing has ever run. */
async function reported(files: { readonly flag?: string; readonly env?: string }): Promise<string> {
  return withTempFolder(async (folder) => {
    const said: string[] = []
    for (const id of ['flag', 'env']) await writeFile(join(folder, id), defaultRowsText() + experiment(`of-${id}`))
    const at = (name: string): string => (name === '' ? '' : join(folder, name))
    const args = files.flag === undefined ? [] : ['--file', at(files.flag)]
    await runCli(['experiments', 'report', '--experiment', 'mine', ...args], {
      out: (line) => void said.push(line),
      err: (line) => void said.push(line),
      isScreen: false,
      columns: 120,
      env: {
        UPNEXT_DATA: join(folder, 'data'),
        ...(files.env === undefined ? {} : { UPNEXT_ROWS: at(files.env) }),
      },
      clock: { now: () => 0 },
    })
    return said.join('\n')
  })
}

describe('the rows file of a report', () => {
  it('is that of --file, or else that of UPNEXT_ROWS', async () => {
    expect(await reported({ env: 'env' })).toContain('env has no "mine"; it has of-env')
    expect(await reported({ flag: 'flag', env: 'env' })).toContain('flag has no "mine"; it has of-flag')
  })

  it('is none where neither names one: then the stores are what is missing', async () => {
    for (const files of [{}, { env: '' }]) expect(await reported(files)).toContain('there is no Upnext in')
  })
})
