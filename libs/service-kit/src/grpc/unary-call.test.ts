import { EventEmitter } from 'node:events'
import { expect, it } from '@jest/globals'
import { Metadata, status } from '@grpc/grpc-js'
import { keepLogLines } from '../testing/log-lines.ts'
import { unary } from './service.ts'
import { toUnaryCall } from './unary-call.ts'
import type { Call } from './unary-call.ts'

it('answers a call whose deadline has passed already without any work', async () => {
  const { code, worked } = await answer({ getDeadline: () => new Date(0) })
  expect([code, worked]).toEqual([status.DEADLINE_EXCEEDED, false])
})

it('does no work for a caller that has hung up already', async () => {
  const { code, worked } = await answer({ cancelled: true })
  expect([code, worked]).toEqual([status.CANCELLED, false])
})

it('makes a request id where the caller gave none, or one that is not fit for a log', async () => {
  const metadata = new Metadata()
  metadata.set('x-request-id', 'x'.repeat(65))
  const given = await answer({ metadata })
  const absent = await answer({})
  expect(given.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(absent.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(absent.requestId).not.toBe(given.requestId)
})

interface Answer {
  readonly code: unknown
  readonly worked: boolean
  readonly requestId: string
}

/** Calls a handler that answers at once. */
function answer(change: Partial<Call>): Promise<Answer> {
  let requestId = ''
  const method = unary(async (_request: unknown, context) => {
    requestId = context.requestId
    return {}
  })
  const call = Object.assign(new EventEmitter(), {
    cancelled: false,
    metadata: new Metadata(),
    request: {},
    getPath: () => '/test.Service/Method',
    getDeadline: () => Infinity,
    ...change,
  })
  return new Promise((resolve) => {
    toUnaryCall(method, { log: keepLogLines().log, seconds: null })(call, (error) =>
      resolve({ code: error?.code ?? status.OK, worked: requestId !== '', requestId }),
    )
  })
}
