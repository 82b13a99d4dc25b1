import { expect, it } from '@jest/globals'
import { Metadata, status } from '@grpc/grpc-js'
import { DETAILS_TRAILER, encodeErrorDetails, errorDetailsOf } from './error-details.ts'
import { invalidArgument, notFound, unavailable } from './rpc-error.ts'
import type { RpcError } from './rpc-error.ts'
import { toStatus } from './to-status.ts'

const VIOLATIONS = [
  { field: 'size', description: 'expected 1 to 100' },
  { field: 'viewer.viewer_id', description: 'expected a viewer' },
]

it('names every wrong field, in the message and in the details', () => {
  const error = invalidArgument(VIOLATIONS)
  expect(error.code).toBe(status.INVALID_ARGUMENT)
  expect(error.message).toBe('size: expected 1 to 100; viewer.viewer_id: expected a viewer')
  expect(detailsAsRead(error)).toEqual([{ kind: 'badRequest', violations: VIOLATIONS }])
})

it('writes the bytes that google.rpc.Status has', () => {
  const encoded = encodeErrorDetails(invalidArgument([{ field: 'size', description: 'too big' }]))
  // By hand: code 3, the message, an Any with its type and a BadRequest of one violation.
  const violation = [0x0a, 4, ...text('size'), 0x12, 7, ...text('too big')]
  const badRequest = [0x0a, violation.length, ...violation]
  const typeUrl = text('type.googleapis.com/google.rpc.BadRequest')
  const any = [0x0a, typeUrl.length, ...typeUrl, 0x12, badRequest.length, ...badRequest]
  const message = text('size: too big')
  expect([...(encoded ?? [])]).toEqual([0x08, 3, 0x12, message.length, ...message, 0x1a, any.length, ...any])
})

it('carries a reason for programs', () => {
  expect(detailsAsRead(unavailable('no model yet', 'NO_MODEL'))).toEqual([
    { kind: 'errorInfo', reason: 'NO_MODEL', metadata: {} },
  ])
})

it('sends no details where there are none', () => {
  expect(encodeErrorDetails(notFound('no such item'))).toBeNull()
  expect(errorDetailsOf({ metadata: new Metadata() })).toEqual([])
})

it('reads details that do not decode as none', () => {
  const metadata = new Metadata()
  metadata.set(DETAILS_TRAILER, Buffer.from([0xff, 0xff, 0xff]))
  expect(errorDetailsOf({ metadata })).toEqual([])
})

it('tells a caller nothing of an unexpected error but the request id', () => {
  const outcome = toStatus(new Error('password is hunter2'), 'r-1')
  expect(outcome).toEqual({ level: 'error', status: { code: status.INTERNAL, details: 'internal error, request r-1' } })
})

it('calls it unavailable when a log or store is away', () => {
  const away = Object.assign(new Error('connection to 10.0.0.1 lost'), { code: 'UPNEXT_STORE_UNAVAILABLE' })
  const { status: told, level } = toStatus(away, 'r-1')
  expect(level).toBe('warn')
  expect(told).toMatchObject({ code: status.UNAVAILABLE, details: 'temporarily unavailable: try again' })
  expect(errorDetailsOf(told)).toEqual([{ kind: 'errorInfo', reason: 'STORE_UNAVAILABLE', metadata: {} }])
})

function detailsAsRead(error: RpcError): unknown {
  const metadata = new Metadata()
  metadata.set(DETAILS_TRAILER, encodeErrorDetails(error) ?? Buffer.alloc(0))
  return errorDetailsOf({ metadata })
}

function text(content: string): number[] {
  return [...Buffer.from(content)]
}
