import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { BackendMisconfiguredError, DataFolderOwnedError } from '@upnext/ports'
import { cleanEnvironment, startChild, tempFolder, waitUntil } from '@upnext/testkit'
import type { Child, TempFolder } from '@upnext/testkit'
import { lockDataFolder } from './lock.ts'
import { identityOfThisProcess } from './process-identity.ts'

const OWNER = `
import { lockDataFolder } from '@upnext/backends'
setInterval(() => undefined, 1000)
try {
  await lockDataFolder(process.argv[1])
  console.log('owns')
} catch (error) {
  console.log(error.code)
}
`

describe('the lock of a data folder', () => {
  let folder: TempFolder
  let children: Child[] = []

  const startOwner = async (): Promise<Child> => {
    const args = ['--input-type=module', '--eval', OWNER, folder.path]
    const child = await startChild({ command: process.execPath, args, env: cleanEnvironment() })
    children.push(child)
    return child
  }
  const said = (child: Child): Promise<string> =>
    waitUntil(() => child.stdout().trim(), {
      message: () => `the child to answer: ${child.output()}`,
      timeoutMs: 20_000,
    })

  beforeEach(async () => {
    folder = await tempFolder()
  })

  afterEach(async () => {
    await Promise.all(children.map((child) => child.stop('SIGKILL')))
    children = []
    await folder.remove()
  })

  it('names the living owner, and is taken over without a word once the owner was killed', async () => {
    const owner = await startOwner()
    expect(await said(owner)).toBe('owns')
    const refusal = lockDataFolder(folder.path)
    await expect(refusal).rejects.toThrow(DataFolderOwnedError)
    await expect(refusal).rejects.toThrow(`process ${owner.pid}`)
    await owner.stop('SIGKILL')
    const lock = await lockDataFolder(folder.path)
    expect(await said(await startOwner())).toBe('UPNEXT_DATA_FOLDER_OWNED')
    await lock.release()
  })

  it('is had by one of several that start at once', async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, startOwner))
    const answers = await Promise.all(owners.map(said))
    expect(answers.sort()).toEqual([...Array<string>(3).fill('UPNEXT_DATA_FOLDER_OWNED'), 'owns'])
  })

  it('is refused to the process that has it, until released', async () => {
    const lock = await lockDataFolder(folder.path)
    await expect(lockDataFolder(folder.path)).rejects.toThrow('this very process')
    await Promise.all([lock.release(), lock.release()])
    const again = await lockDataFolder(folder.path)
    await lock.release()
    await expect(lockDataFolder(folder.path)).rejects.toThrow(DataFolderOwnedError)
    await again.release()
  })

  it('is not kept by another process that now has the dead owner’s number', async () => {
    const { pid } = identityOfThisProcess()
    await writeFile(join(folder.path, 'owner.lock'), JSON.stringify({ pid, started: 'another boot:1' }))
    const lock = await lockDataFolder(folder.path)
    expect(JSON.parse(await readFile(join(folder.path, 'owner.lock'), 'utf8'))).toEqual(identityOfThisProcess())
    await lock.release()
  })

  it('is not kept by a file that makes no sense', async () => {
    await writeFile(join(folder.path, 'owner.lock'), '{"pid":')
    await (await lockDataFolder(folder.path)).release()
  })

  it('makes the folder, and says so where it cannot', async () => {
    await (await lockDataFolder(join(folder.path, 'a', 'b'))).release()
    await writeFile(join(folder.path, 'file'), '')
    const refused = lockDataFolder(join(folder.path, 'file', 'data'))
    await expect(refused).rejects.toThrow(BackendMisconfiguredError)
    await expect(refused).rejects.toThrow('UPNEXT_DATA')
    await mkdir(join(folder.path, 'taken', 'owner.lock', 'x'), { recursive: true })
    await expect(lockDataFolder(join(folder.path, 'taken'))).rejects.toThrow(BackendMisconfiguredError)
  })
})
