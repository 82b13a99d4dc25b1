import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, it } from '@jest/globals'

const STARTER = JSON.stringify(new URL('../dist/starter.js', import.meta.url).href)
const IMPORT = `import { tellStarter, untilOrphaned } from ${STARTER}; const orphaned = untilOrphaned();`
/** For ever, if nobody ends it. */
const STAY = `const work = setInterval(() => undefined, 1_000);`

let child: ChildProcess | undefined
afterEach(() => {
  child?.kill('SIGKILL')
})

function start(text: string): ChildProcess {
  const args = ['--input-type=module', '-e', text]
  child = spawn(process.execPath, args, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return child
}

it('ends the work when whoever started it lets go', async () => {
  const end = `orphaned.addEventListener('abort', () => { clearInterval(work); process.exitCode = orphaned.reason.name === 'OrphanedError' ? 7 : 8 });`
  const job = start(`${IMPORT} ${STAY} ${end} process.send({ ready: true })`)
  await once(job, 'message')
  job.disconnect()
  expect(await once(job, 'exit')).toEqual([7, null])
})

it('reports, and neither the channel nor listening to it keeps the process alive', async () => {
  const told = start(`${IMPORT} tellStarter({ made: 3 })`)
  const [report] = (await once(told, 'message')) as unknown[]
  expect(report).toEqual({ made: 3 })
  expect(await once(told, 'close')).toEqual([0, null])
  expect(await once(start(IMPORT), 'close')).toEqual([0, null])
})
