/** A process as services are, for the tests of `runMain` to start, ask and stop. It does what `UPNEXT_FIXTURE` says. */
import { LogUnavailableError } from '@upnext/ports'
import express from 'express'
import { z } from 'zod'
import { hostVariable, portVariable, viewerSecretVariable } from '../config/common-variables.ts'
import { variable } from '../config/variable.ts'
import { listenHttp } from '../http/http-server.ts'
import { opsRouter } from '../http/ops-router.ts'
import { runMain } from '../run-main.ts'
import type { Boot } from '../run-main.ts'

const variables = {
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(0, 'Port of the HTTP interface.'),
  UPNEXT_VIEWER_SECRET: viewerSecretVariable,
  UPNEXT_FIXTURE: variable(
    z.enum(['serve', 'hang', 'slow-start', 'throw', 'reject', 'fail', 'lose-log', 'leak']).default('serve'),
    {
      help: 'What to do.',
      example: 'serve',
    },
  ),
}

await runMain('fixture', process.env, async (boot) => {
  const config = boot.config(variables)
  const app = express().use(opsRouter({ metrics: boot.metrics, ready: () => ({ ready: true, parts: {} }) }))
  const server = await listenHttp(app, {
    name: 'fixture HTTP',
    host: config.UPNEXT_HOST,
    port: config.UPNEXT_HTTP_PORT,
    variable: 'UPNEXT_HTTP_PORT',
  })
  boot.lifecycle.add('http', { stop: () => server.close() })
  boot.log.info({ port: server.port }, 'listening')
  misbehave(config.UPNEXT_FIXTURE, boot)
})

function misbehave(how: string, { lifecycle, fail }: Boot): void {
  if (how === 'hang') lifecycle.add('hanging', { stop: () => new Promise(() => undefined) })
  if (how === 'slow-start') {
    lifecycle.add('slow', {
      start: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('gave up')), { once: true })
        }),
    })
  }
  if (how === 'throw') setImmediate(() => boom())
  if (how === 'reject') void Promise.reject(new Error('boom'))
  if (how === 'fail') setImmediate(() => fail(new Error('the reader has ended')))
  if (how === 'lose-log') setImmediate(() => fail(new LogUnavailableError('the broker is away')))
  if (how === 'leak') setInterval(() => undefined, 1000)
}

function boom(): never {
  throw new Error('boom')
}
