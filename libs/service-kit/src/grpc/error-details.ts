/** Error details on the wire: google.rpc.Status in the trailer that every gRPC library knows. */
import type { Metadata } from '@grpc/grpc-js'
import { BadRequest, ErrorInfo, RpcStatus } from '@upnext/contracts'
import type { RpcStatusDetail } from '@upnext/contracts'
import type { ErrorDetail, RpcError } from './rpc-error.ts'

export const DETAILS_TRAILER = 'grpc-status-details-bin'

const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest'
const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo'
const DOMAIN = 'upnext'

/** The trailer's value, or null where an error has nothing to say beside its code and message. */
export function encodeErrorDetails(error: RpcError): Buffer | null {
  if (error.details.length === 0) return null
  const status = RpcStatus.fromPartial({
    code: error.code,
    message: error.message,
    details: error.details.map(toWire),
  })
  return Buffer.from(RpcStatus.encode(status).finish())
}

/** For clients: what an error that a call failed with carries. Details of unknown types, or that do not decode, are left out. */
export function errorDetailsOf(error: { readonly metadata?: Metadata }): ErrorDetail[] {
  const [trailer] = error.metadata?.get(DETAILS_TRAILER) ?? []
  if (!(trailer instanceof Uint8Array)) return []
  try {
    return RpcStatus.decode(trailer).details.flatMap(fromWire)
  } catch {
    return []
  }
}

function toWire(detail: ErrorDetail): Pick<RpcStatusDetail, 'typeUrl' | 'value'> {
  if (detail.kind === 'badRequest') {
    const message = BadRequest.fromPartial({
      fieldViolations: detail.violations.map((violation) => ({ ...violation })),
    })
    return { typeUrl: BAD_REQUEST, value: Buffer.from(BadRequest.encode(message).finish()) }
  }
  const message = ErrorInfo.fromPartial({ reason: detail.reason, domain: DOMAIN, metadata: detail.metadata ?? {} })
  return { typeUrl: ERROR_INFO, value: Buffer.from(ErrorInfo.encode(message).finish()) }
}

function fromWire({ typeUrl, value }: RpcStatusDetail): ErrorDetail[] {
  if (typeUrl === BAD_REQUEST) {
    const violations = BadRequest.decode(value).fieldViolations
    return [{ kind: 'badRequest', violations: violations.map(({ field, description }) => ({ field, description })) }]
  }
  if (typeUrl === ERROR_INFO) {
    const { reason, metadata } = ErrorInfo.decode(value)
    return [{ kind: 'errorInfo', reason, metadata }]
  }
  return []
}
