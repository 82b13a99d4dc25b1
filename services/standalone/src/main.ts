import { runMain } from '@upnext/service-kit'
import { composeStandalone, readyLine } from './compose.ts'

await runMain('standalone', process.env, async (boot) => {
  const standalone = composeStandalone(boot)
  boot.lifecycle.add('ready line', {
    start: async () => process.stdout.write(`${readyLine(standalone)}\n`),
  })
})
