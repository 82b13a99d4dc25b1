import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { errorText } from '../errors.ts'
import type { Finding } from './check.ts'
import { fail, ok, warn } from './check.ts'

const WHAT = 'data folder'
const BYTES_PER_GB = 1_000_000_000
const SCARCE_BYTES = BYTES_PER_GB

/** Can the folder be written (or made), and is there room? */
export async function checkDataFolder(folder: string): Promise<Finding> {
  const path = resolve(folder)
  try {
    const existing = await nearestExisting(path)
    await access(existing, constants.W_OK)
    const { bavail, bsize } = await statfs(existing)
    const free = bavail * bsize
    const text = `${path}${existing === path ? '' : ' (will be made)'}, ${(free / BYTES_PER_GB).toFixed(1)} GB free`
    return free < SCARCE_BYTES ? warn(WHAT, text, 'make room, or set UPNEXT_DATA to a larger disk') : ok(WHAT, text)
  } catch (error) {
    return fail(
      WHAT,
      `${path} cannot be written: ${errorText(error)}`,
      'set UPNEXT_DATA to a folder that this user may write',
    )
  }
}

async function nearestExisting(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    const exists = await access(at).then(
      () => true,
      () => false,
    )
    if (exists || at === dirname(at)) return at
  }
}
