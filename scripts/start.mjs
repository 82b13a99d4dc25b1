// `npm start`: from a fresh clone to a running Upnext with example data. Arguments go on to `upnext start`.
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, requireNode, spawnHere } from './prepare.mjs'

const SAME_SIGNAL_MS = 500
const LOOK_AT_PARENT_MS = 500

requireNode()
if (!(await ensureInstalled())) fail('the packages could not be installed: see the lines above')
console.log('building ...')
if (!(await ensureBuilt())) fail('the code did not compile: see the lines above')

const upnext = join('services', 'cli', 'bin', 'upnext.js')
const args = [upnext, 'start', '--examples', ...process.argv.slice(2)]
process.exitCode = await spawnHere(process.execPath, args, {
  // A group of its own: Ctrl-C reaches it through us, once, and not from the terminal as well.
  detached: process.platform !== 'win32',
  onSpawn: forwardSignals,
})

/** The terminal and npm both pass Ctrl-C on to us; a second one in earnest comes later than that. */
function forwardSignals(child) {
  let lastAt = -Infinity
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = performance.now()
      if (now - lastAt < SAME_SIGNAL_MS) return
      lastAt = now
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
  process.once('exit', () => child.kill('SIGTERM'))
  if (process.env.npm_lifecycle_event !== undefined) onceOrphaned(() => child.kill('SIGTERM'))
}

/** npm passes a SIGTERM on to the shell that runs us, and no shell passes it on: it ends, and leaves us behind. */
function onceOrphaned(then) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    then()
  }, LOOK_AT_PARENT_MS)
  timer.unref()
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
