import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Runs a file of this folder in a process of its own and answers the JSON that it prints. Throws where the process fails. */
export async function child(file, args) {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args.map(String)], { maxBuffer: 2 ** 28 })
  return JSON.parse(stdout)
}
