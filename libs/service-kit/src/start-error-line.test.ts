import { expect, it } from '@jest/globals'
import { HistoryLostError } from '@upnext/ports'
import { ListenError } from './listen-error.ts'
import { failureLine, startErrorLine } from './start-error-line.ts'

const ADDRESS = { name: 'ranking gRPC', host: '127.0.0.1', port: 80, variable: 'UPNEXT_GRPC_PORT' }

it('says what to do about an address that cannot be listened on, and does not repeat the cause', () => {
  const line = (reason: string): string => startErrorLine('ranking', new ListenError(ADDRESS, new Error(reason)))
  expect(line('listen EADDRINUSE: address already in use 127.0.0.1:80')).toBe(
    'ranking could not start: ListenError: ranking gRPC: port 80 on 127.0.0.1 is in use: stop what holds it, or set UPNEXT_GRPC_PORT to another port (0 takes a free one)',
  )
  expect(line('listen EACCES: permission denied')).toContain('set UPNEXT_GRPC_PORT to one above 1023')
  expect(line('listen EADDRNOTAVAIL: address not available')).toContain('set UPNEXT_HOST to one that is')
})

it('is one line, with the causes that add something', () => {
  const cause = new AggregateError([new Error('connect ECONNREFUSED ::1'), new Error('connect ECONNREFUSED 127.0.0.1')])
  const error = new Error('the broker\n  did not answer', { cause })
  expect(startErrorLine('feature', error)).toBe(
    'feature could not start: the broker did not answer: connect ECONNREFUSED ::1, connect ECONNREFUSED 127.0.0.1 (UPNEXT_LOG_LEVEL=debug shows where)',
  )
})

it('names an error of ours, also one that ends what had started', () => {
  const error = new HistoryLostError('position 2 is before the start')
  expect(failureLine('feature', error)).toBe('feature cannot go on: HistoryLostError: position 2 is before the start')
  expect(startErrorLine('feature', error)).toContain('could not start: HistoryLostError: position 2')
})

it('does not say twice what an error took over from its cause', () => {
  const cause = new Error('disk full')
  expect(startErrorLine('trainer', new Error('cannot write: disk full', { cause }))).toBe(
    'trainer could not start: cannot write: disk full (UPNEXT_LOG_LEVEL=debug shows where)',
  )
})
