// The bare hops of one event without servers: HTTP, append and fdatasync in another process; then a GET loop that sees it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SERVER = `
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'
const file = await open(process.argv[1], 'a')
let newest = ''
const server = createServer(async (request, response) => {
  if (request.method === 'GET') return response.end(newest)
  const value = (await request.toArray()).join('')
  await file.write(value)
  await file.datasync()
  response.end()
  setImmediate(() => (newest = value))
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))`

export async function openHop() {
  const folder = await mkdtemp(join(tmpdir(), 'upnext-bench-'))
  const args = ['--input-type=module', '-e', SERVER, join(folder, 'log')]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(child.stdout, 'data')
  const url = `http://127.0.0.1:${String(port).trim()}`
  let number = 0
  return {
    async once() {
      const value = `${(number += 1)}\n`
      await (await fetch(url, { method: 'POST', body: value })).text()
      const from = performance.now()
      while ((await (await fetch(url)).text()) !== value);
      return performance.now() - from
    },
    close: async () => (child.kill(), await once(child, 'exit'), rm(folder, { recursive: true, force: true })),
  }
}
