import { readFile } from 'node:fs/promises'

/**
 * What a process has in memory, in MB. `own` is only its own; `files` is mapped from files and belongs to the page cache, which the system
 * takes back when it needs it. Linux only.
 */
export async function residentMb(pid = 'self') {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const of = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1024)
  return { all: of('VmRSS'), own: of('RssAnon'), files: of('RssFile') }
}
