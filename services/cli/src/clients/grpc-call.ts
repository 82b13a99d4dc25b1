/** Unary gRPC calls as promises, with their errors in words. */
import type { CallOptions, ServiceError } from '@grpc/grpc-js'
import { Metadata, status } from '@grpc/grpc-js'
import { CliError, notRunning } from '../errors.ts'

type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown

const DEADLINE_MS = 10_000

/** `what` and `address` name the other side in errors. Rejects with a `CliError`. */
export function callUnary<Request, Response>(
  method: UnaryMethod<Request, Response>,
  request: Request,
  what: string,
  address: string,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const deadline = performance.timeOrigin + performance.now() + DEADLINE_MS
    method(request, new Metadata(), { deadline }, (error, response) => {
      if (error === null) resolve(response)
      else reject(inWords(error, what, address))
    })
  })
}

function inWords(error: ServiceError, what: string, address: string): CliError {
  switch (error.code) {
    case status.UNAVAILABLE:
      return notRunning(what, address, error)
    case status.DEADLINE_EXCEEDED:
      return new CliError(`${what} at ${address} took longer than ${String(DEADLINE_MS / 1000)} s`, { cause: error })
    case status.INVALID_ARGUMENT:
      return new CliError(error.details, { exitCode: 2, cause: error })
    default:
      return new CliError(error.details === '' ? error.message : error.details, { cause: error })
  }
}
