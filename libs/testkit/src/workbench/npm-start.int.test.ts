import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRunning } from '../process/is-running.ts'
import { startProcess } from '../process/start-process.ts'
import { tempFolder } from '../temp-folder.ts'
import type { TempFolder } from '../temp-folder.ts'
import { waitUntil } from '../wait-until.ts'

const SCRIPTS = fileURLToPath(new URL('../../../../scripts', import.meta.url))
const LOCK = JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } })

let clone: TempFolder

async function file(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(clone.path, path)), { recursive: true })
  await writeFile(join(clone.path, path), text)
}

/** A clone with our scripts, a compiler that has nothing to do, and a command line that tells what it is told. */
beforeEach(async () => {
  clone = await tempFolder()
  await cp(SCRIPTS, join(clone.path, 'scripts'), { recursive: true })
  await file('package.json', '{ "type": "module" }')
  await file('package-lock.json', LOCK)
  await file('node_modules/.package-lock.json', LOCK)
  await file('node_modules/typescript/bin/tsc', '')
  await file(
    'services/cli/bin/upnext.js',
    `for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  console.log('got ' + signal)
  setTimeout(() => process.exit(7), 300)
})
console.log('running ' + process.argv.slice(2).join(' ') + ' as ' + process.pid + '.')
setInterval(() => {}, 1000)`,
  )
})
afterEach(() => clone.remove())

describe('npm start', () => {
  it('runs the command line with the arguments it was given, passes Ctrl-C on once, and ends as it ends', async () => {
    const start = await startProcess({
      entry: 'scripts/start.mjs',
      args: ['--http-port', '9000'],
      cwd: clone.path,
      ready: /running start --examples --http-port 9000 as \d+\./,
    })
    const pid = Number(/as (\d+)/.exec(start.stdout())?.[1])
    // The terminal and npm send one each.
    start.signal('SIGINT')
    start.signal('SIGINT')
    expect(await start.exited).toEqual({ code: 7, signal: null })
    expect(start.stdout().match(/got SIGINT/g)).toHaveLength(1)
    await waitUntil(() => !isRunning(pid), { message: 'the command line to be gone' })
  })

  it('stops what it has started where npm is told to stop, whose shell ends without a word', async () => {
    await file(
      'as-npm.mjs',
      `import { spawn } from 'node:child_process'
const env = { ...process.env, npm_lifecycle_event: 'start' }
const shell = spawn('sh', ['-c', 'node scripts/start.mjs; exit $?'], { env, stdio: 'inherit' })
process.on('SIGTERM', () => shell.kill('SIGTERM'))
shell.on('exit', () => process.exit(143))`,
    )
    const npm = await startProcess({ entry: 'as-npm.mjs', cwd: clone.path, ready: /running start --examples as \d+\./ })
    const pid = Number(/as (\d+)/.exec(npm.stdout())?.[1])
    npm.signal('SIGTERM')
    await npm.exited
    await waitUntil(() => !isRunning(pid), { message: 'the command line to be gone' })
  })

  it('says so and fails where packages cannot be installed', async () => {
    await file('package-lock.json', LOCK.replace('1.0.0', '2.0.0'))
    const start = await startProcess({ entry: 'scripts/start.mjs', cwd: clone.path, env: { PATH: '/nonexistent' } })
    expect((await start.exited).code).toBe(1)
    expect(start.output()).toMatch(/installing packages/)
    expect(start.output()).toMatch(/could not be installed/)
  })
})
