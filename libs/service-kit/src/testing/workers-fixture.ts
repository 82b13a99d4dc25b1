/** A service of two workers, for the tests of workers to start, ask, hurt and stop. Its port answers one word with one process id. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { LogUnavailableError } from '@upnext/ports'
import { z } from 'zod'
import { hostVariable, portVariable } from '../config/common-variables.ts'
import { ConfigError } from '../config/load-config.ts'
import { variable } from '../config/variable.ts'
import { runMain } from '../run-main.ts'
import type { Boot } from '../run-main.ts'
import { answerPrimary, isWorker, tellReady } from '../workers/in-worker.ts'
import { superviseWorkers } from '../workers/supervise-workers.ts'

const variables = {
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(0, 'Port of the HTTP interface.'),
  UPNEXT_GRPC_PORT: portVariable(0, 'Port that answers words.'),
  UPNEXT_FIXTURE: variable(z.enum(['serve', 'refuse', 'die', 'hang']).default('serve'), {
    help: 'What workers do.',
    example: 'serve',
  }),
}

await runMain('fixture', process.env, async (boot) => {
  const config = boot.config(variables)
  const { UPNEXT_HOST: host, UPNEXT_HTTP_PORT: port, UPNEXT_GRPC_PORT: wordPort, UPNEXT_FIXTURE: how } = config
  if (!isWorker()) {
    superviseWorkers(boot, { workers: 2, host, port })
    return
  }
  if (how === 'refuse') throw new ConfigError(['UPNEXT_FIXTURE: cannot be used', 'UPNEXT_HOST: neither'])
  if (how === 'die') process.kill(process.pid, 'SIGKILL')
  if (how === 'hang') boot.lifecycle.add('hanging', { stop: () => new Promise(() => undefined) })
  serve(boot, host, wordPort)
})

function serve({ lifecycle, metrics, fail }: Boot, host: string, port: number): void {
  const words = metrics.counter('words_total', 'Words answered')
  answerPrimary({ metrics, ready: () => ({ ready: true, parts: {} }) })
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (word) => {
      if (String(word) === 'crash') throw new Error('boom')
      if (String(word) === 'fail') fail(new Error('the reader has ended'))
      if (String(word) === 'lose-log') fail(new LogUnavailableError('the broker is away'))
      words.inc()
      socket.end(String(process.pid))
    })
  })
  lifecycle.add('words', {
    start: async () => {
      server.listen(port, host)
      await once(server, 'listening')
      tellReady()
    },
    stop: async () => server.close(),
  })
}
