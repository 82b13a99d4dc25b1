// A video app in a terminal: node examples/dist/video-app.js --viewer demo-viewer-01
import { createInterface } from 'node:readline/promises'
import { HELP, createApp } from './video-app/app.ts'
import { USAGE, UsageError, readFlags } from './video-app/flags.ts'
import { connect } from './video-app/service.ts'

try {
  const flags = readFlags(process.argv.slice(2))
  const service = connect(flags)
  try {
    const fancy = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
    const { language } = flags
    const screen = () => ({
      columns: process.stdout.isTTY ? process.stdout.columns : 100,
      fancy,
      language,
      nowMs: Date.now(),
    })
    const app = createApp(service, screen, (line) => console.log(line))
    await app.refresh()
    if (process.stdin.isTTY) {
      const prompt = createInterface({ input: process.stdin, output: process.stdout })
      console.log(HELP)
      prompt.prompt()
      for await (const line of prompt) {
        if (!(await app.obey(line))) break
        prompt.prompt()
      }
      prompt.close()
    }
  } finally {
    service.close()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof UsageError) console.error(USAGE)
  process.exitCode = 1
}
