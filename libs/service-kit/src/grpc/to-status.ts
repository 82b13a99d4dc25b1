import { Metadata, status } from '@grpc/grpc-js'
import { DETAILS_TRAILER, encodeErrorDetails } from './error-details.ts'
import { RpcError, unavailable } from './rpc-error.ts'

/** Errors by their `code` after which the same call may succeed: something that a service leans on is away. */
const PASSING = new Set(['UPNEXT_LOG_UNAVAILABLE', 'UPNEXT_STORE_UNAVAILABLE', 'UPNEXT_CLOSED'])

/** What the caller is told of an error, and how loudly the log says it. */
export interface Outcome {
  readonly status: { readonly code: status; readonly details: string; readonly metadata?: Metadata }
  /** `error`: nobody expected it. `warn`: a dependency is away. Null: the caller's own affair. */
  readonly level: 'error' | 'warn' | null
}

/** An error that is not meant for callers tells them only the request id, by which the log line is found. */
export function toStatus(error: unknown, requestId: string): Outcome {
  if (error instanceof RpcError) return { status: statusOf(error), level: null }
  const code = codeOf(error)
  if (PASSING.has(code)) {
    const reason = code.replace(/^UPNEXT_/, '')
    return { status: statusOf(unavailable('temporarily unavailable: try again', reason)), level: 'warn' }
  }
  return { status: { code: status.INTERNAL, details: `internal error, request ${requestId}` }, level: 'error' }
}

function statusOf(error: RpcError): Outcome['status'] {
  const metadata = new Metadata()
  const details = encodeErrorDetails(error)
  if (details !== null) metadata.set(DETAILS_TRAILER, details)
  return { code: error.code, details: error.message, metadata }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
