import { status } from '@grpc/grpc-js'

/** A field of the request that was wrong: its path in the proto (`viewer.viewer_id`), and what was expected of it. */
export interface FieldViolation {
  readonly field: string
  readonly description: string
}

/** What travels beside the code and the message. */
export type ErrorDetail =
  | { readonly kind: 'badRequest'; readonly violations: readonly FieldViolation[] }
  | { readonly kind: 'errorInfo'; readonly reason: string; readonly metadata?: Readonly<Record<string, string>> }

/** An error that the caller is meant to see: a handler throws it, and code, message and details reach the client as they are. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: status
  readonly details: readonly ErrorDetail[]

  constructor(code: status, message: string, details: readonly ErrorDetail[] = []) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** INVALID_ARGUMENT with every wrong field, also said in the message for clients that do not read details. */
export function invalidArgument(violations: readonly FieldViolation[]): RpcError {
  const message = violations.map(({ field, description }) => `${field}: ${description}`).join('; ')
  return new RpcError(status.INVALID_ARGUMENT, message, [{ kind: 'badRequest', violations }])
}

export function notFound(message: string): RpcError {
  return new RpcError(status.NOT_FOUND, message)
}

/** UNAVAILABLE: the same call may succeed later. `reason` is UPPER_SNAKE_CASE, for programs. */
export function unavailable(message: string, reason: string): RpcError {
  return new RpcError(status.UNAVAILABLE, message, [{ kind: 'errorInfo', reason }])
}

/** RESOURCE_EXHAUSTED: nothing was done, and the same call may succeed after a pause. `reason` is UPPER_SNAKE_CASE, for programs. */
export function resourceExhausted(message: string, reason: string): RpcError {
  return new RpcError(status.RESOURCE_EXHAUSTED, message, [{ kind: 'errorInfo', reason }])
}
