import { spawnSync } from 'node:child_process'
import { ROOT } from './prepare.mjs'

/** What measuring writes itself says nothing of what was measured. */
const WRITTEN = ['docs/evidence.json', 'docs/performance.md', 'docs/reliability.md', 'bench/results']

/** The commit that is checked out, with `+` where there are changes that were not committed. */
export function commit() {
  const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
  const changes = git('status', '--porcelain', '--', '.', ...WRITTEN.map((path) => `:!${path}`))
  return `${git('rev-parse', 'HEAD')}${changes === '' ? '' : '+'}`
}

/** For people; its `+` stays. */
export function shortCommit(whole) {
  return `${whole.slice(0, 12)}${whole.endsWith('+') ? '+' : ''}`
}

/** In the world's time. */
export function today() {
  return new Date().toISOString().slice(0, 10)
}
