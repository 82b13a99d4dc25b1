// What has to be true before anything of this repository can run: a Node that is new enough, packages installed, code built.
// Plain Node without packages, because it runs before there are any.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const OLDEST_NODE = [20, 19]

/** Ends the process with a clear line where Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  console.error(
    `Upnext needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org`,
  )
  process.exit(1)
}

/**
 * Installs where packages are missing or are not those of package-lock.json. Answers whether they are there now.
 * Not by `npm ci`: it removes what is there first, and refuses a lock without the optional packages of other platforms, as npm
 * writes it where the registry has none of them. `--no-save` keeps the lock as it is.
 */
export async function ensureInstalled(run = spawnHere) {
  if (isInstalled()) return true
  console.log('installing packages, a minute or so the first time ...')
  return (await run('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'])) === 0
}

/** Brings the built code up to date; quick where it is. Answers whether it compiled. */
export async function ensureBuilt(run = spawnHere) {
  return (await run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-b'])) === 0
}

/** Starts a command in the root of the repository. `onSpawn` is given its handle. */
export function spawnHere(command, args, { env = process.env, onSpawn, ...options } = {}) {
  return new Promise((resolve) => {
    // npm is a script on Windows, and scripts need a shell there.
    const shell = process.platform === 'win32' && command === 'npm'
    const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit', shell, ...options })
    onSpawn?.(child)
    child.once('error', (error) => {
      console.error(`cannot run ${command}: ${error.message}`)
      resolve(127)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)))
  })
}

/** Whether every package that the lock file asks for is there in that version. Those for other machines may be absent. */
function isInstalled() {
  const wanted = readPackages('package-lock.json')
  const present = readPackages(join('node_modules', '.package-lock.json'))
  if (wanted === null || present === null) return false
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.includes('node_modules/')) return true
    const here = present[path]
    if (here === undefined) return optional === true
    return link === true || here.version === version
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return null
  }
}
