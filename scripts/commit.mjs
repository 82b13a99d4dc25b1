import { spawnSync } from 'node:child_process'
import { ROOT } from './prepare.mjs'

/** The commit that is checked out, with `+` where there are changes that were not committed. */
export function commit() {
  const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
  return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`
}

/** In the world's time. */
export function today() {
  return new Date().toISOString().slice(0, 10)
}
