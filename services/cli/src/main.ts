import { systemClock } from '@upnext/ports'
import { runCli } from './program.ts'

// A reader such as `head` that has read enough closes its end: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCli(process.argv.slice(2), {
  out: (line) => {
    process.stdout.write(`${line}\n`)
  },
  err: (line) => {
    process.stderr.write(`${line}\n`)
  },
  isScreen: process.stderr.isTTY,
  columns: process.stdout.isTTY ? process.stdout.columns : 160,
  env: process.env,
  clock: systemClock,
})
