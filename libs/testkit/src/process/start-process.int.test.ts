import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempFolder } from '../temp-folder.ts'
import type { TempFolder } from '../temp-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { isRunning } from './is-running.ts'
import { runTool } from './run-tool.ts'
import { startProcess } from './start-process.ts'

let folder: TempFolder

beforeEach(async () => {
  folder = await tempFolder()
})
afterEach(() => folder.remove())

async function program(code: string): Promise<string> {
  const path = join(folder.path, 'main.mjs')
  await writeFile(path, code)
  return path
}

const FOREVER = 'setInterval(() => {}, 1000)'

describe('startProcess', () => {
  it('is there when the output says so, and ends by its handle', async () => {
    const entry = await program(`console.log('ready ' + process.argv[2] + process.env.GIVEN); ${FOREVER}`)
    const child = await startProcess({ entry, args: ['a'], env: { GIVEN: 'b' }, ready: /ready/ })
    expect(child.stdout()).toBe('ready ab\n')
    expect(isRunning(child.pid)).toBe(true)
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' })
    expect(isRunning(child.pid)).toBe(false)
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' })
  })

  it('does not hand down settings of the test run', async () => {
    const entry = await program(`console.log(JSON.stringify(Object.keys(process.env)))`)
    const child = await startProcess({ entry })
    await child.exited
    expect(child.stdout()).toContain('PATH')
    // But for the one that the kit gives to every process.
    expect(child.stdout().replace('UPNEXT_EXIT_LINGER', '')).not.toMatch(/UPNEXT_|NODE_OPTIONS|JEST_/)
  })

  it('shows the output of a process that ends instead of getting ready', async () => {
    const entry = await program(`console.error('no such folder'); process.exitCode = 3`)
    await expect(startProcess({ entry, ready: /never/ })).rejects.toThrow(
      /ended before it was ready \(3\)[^]*no such folder/,
    )
  })

  it('ends a process that does not get ready in time', async () => {
    const entry = await program(`console.log(process.pid); ${FOREVER}`)
    const starting = startProcess({ entry, ready: /never/, timeoutMs: 700 })
    const error: unknown = await starting.catch((e: unknown) => e)
    const pid = Number(/(\d+)\s*$/.exec(String(error))?.[1])
    expect(pid).toBeGreaterThan(0)
    expect(isRunning(pid)).toBe(false)
  })

  it('kills a process that is deaf to SIGTERM, also a stopped one', async () => {
    const entry = await program(`process.on('SIGTERM', () => {}); console.log('ready'); ${FOREVER}`)
    const child = await startProcess({ entry, ready: /ready/ })
    child.signal('SIGSTOP')
    expect(await child.stop('SIGTERM', 100)).toEqual({ code: null, signal: 'SIGKILL' })
  })

  const onLinux = process.platform === 'linux' ? it : it.skip
  onLinux('leaves no grandchild behind when the one who started it is killed', async () => {
    const kit = new URL('../../dist/index.js', import.meta.url).href
    const sleeper = await program(FOREVER)
    const parent = join(folder.path, 'parent.mjs')
    await writeFile(
      parent,
      `import { startProcess } from '${kit}'
const child = await startProcess({ entry: ${JSON.stringify(sleeper)} })
console.log('child ' + child.pid + '.')
${FOREVER}`,
    )
    const child = await startProcess({ entry: parent, ready: /child \d+\./ })
    const pid = Number(/child (\d+)/.exec(child.stdout())?.[1])
    expect(isRunning(pid)).toBe(true)
    await child.stop('SIGKILL')
    await waitUntil(() => !isRunning(pid), { message: 'the grandchild to be gone', timeoutMs: 5_000 })
  })
})

describe('runTool', () => {
  it('answers what a command printed, and throws with it where it fails or is late', async () => {
    const node = process.execPath
    expect(await runTool(node, ['-p', '1 + 1'], { timeoutMs: 10_000 })).toEqual({ stdout: '2\n', stderr: '' })
    await expect(runTool(node, ['-e', 'throw new Error("oops")'], { timeoutMs: 10_000 })).rejects.toThrow(/oops/)
    await expect(runTool(node, ['-e', FOREVER], { timeoutMs: 200 })).rejects.toThrow(/longer than 200 ms/)
    await expect(runTool('no-such-command-at-all', [], { timeoutMs: 10_000 })).rejects.toThrow(/no-such-command/)
  })
})
