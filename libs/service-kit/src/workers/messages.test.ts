import { expect, it } from '@jest/globals'
import { StoreUnavailableError } from '@upnext/ports'
import { ConfigError } from '../config/load-config.ts'
import { failureLine } from '../start-error-line.ts'
import { fromFailure, isToPrimary, isToWorker, toFailure } from './messages.ts'

it.each([
  new StoreUnavailableError('the store is away', { cause: new Error('ECONNREFUSED') }),
  new TypeError('no such thing'),
])('says of a failure in another process what would be said here: %s', (error) => {
  const arrived: unknown = JSON.parse(JSON.stringify(toFailure(error)))
  expect(failureLine('ranking', fromFailure(arrived as ReturnType<typeof toFailure>))).toBe(
    failureLine('ranking', error),
  )
})

it('keeps every mistake of the environment', () => {
  const arrived = fromFailure(toFailure(new ConfigError(['UPNEXT_ROWS: line 1', 'UPNEXT_ROWS: line 2'])))
  expect(arrived).toBeInstanceOf(ConfigError)
  expect(arrived).toMatchObject({ mistakes: ['UPNEXT_ROWS: line 1', 'UPNEXT_ROWS: line 2'] })
})

it('leaves messages of others alone', () => {
  for (const message of [null, 'stop', { cmd: 'NODE_CLUSTER' }, { type: 'prom-client:getMetricsReq' }]) {
    expect([isToWorker(message), isToPrimary(message)]).toEqual([false, false])
  }
})
