import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { Metadata, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js'
import { systemClock } from '@upnext/ports'
import type { Logger } from '../logger.ts'
import type { Histogram } from '../metrics.ts'
import { RpcError } from './rpc-error.ts'
import type { CallContext, UnaryMethod } from './service.ts'
import { toStatus } from './to-status.ts'

const REQUEST_ID = /^[\w.:-]{1,64}$/

/** What is used of a call. */
export type Call = Pick<
  ServerUnaryCall<unknown, unknown>,
  'cancelled' | 'getDeadline' | 'getPath' | 'metadata' | 'off' | 'once' | 'request'
>

export interface CallObserver {
  readonly log: Logger
  readonly seconds: Histogram<'method' | 'code'> | null
}

/** Fits a promise handler to what grpc-js calls. */
export function toUnaryCall(
  method: UnaryMethod<unknown, unknown>,
  { log, seconds }: CallObserver,
): (call: Call, callback: sendUnaryData<unknown>) => void {
  return (call, callback) => {
    const requestId = requestIdOf(call.metadata)
    const endTimer = seconds?.startTimer({ method: call.getPath() })
    void answer(method, call, requestId).then(
      (value) => {
        endTimer?.({ code: 'OK' })
        callback(null, value)
      },
      (err: unknown) => {
        const outcome = toStatus(err, requestId)
        endTimer?.({ code: status[outcome.status.code] })
        if (outcome.level !== null) log[outcome.level]({ err, requestId, method: call.getPath() }, 'call failed')
        callback(outcome.status)
      },
    )
  }
}

async function answer(method: UnaryMethod<unknown, unknown>, call: Call, requestId: string): Promise<unknown> {
  const deadlineMs = deadlineOf(call)
  if (call.cancelled || hasPassed(deadlineMs)) throw nobodyReads(deadlineMs)
  const caller = { isGone: false }
  // Also emitted when the deadline passes: grpc-js then ends the stream by itself.
  const onCancelled = (): void => void (caller.isGone = true)
  call.once('cancelled', onCancelled)
  const context: CallContext = { isGone: () => caller.isGone, deadlineMs, requestId }
  try {
    return await method.handler(call.request, context)
  } catch (error) {
    // Whatever the handler threw after its caller was gone is the caller's going, not a fault.
    if (caller.isGone && !(error instanceof RpcError)) throw nobodyReads(deadlineMs)
    throw error
  } finally {
    // grpc-js emits `cancelled` for every stream that closes, also after the answer.
    call.off('cancelled', onCancelled)
  }
}

/** Its caller hears of it from grpc-js; this is for the measurements. */
function nobodyReads(deadlineMs: number | null): RpcError {
  if (hasPassed(deadlineMs)) return new RpcError(status.DEADLINE_EXCEEDED, 'the deadline has passed')
  return new RpcError(status.CANCELLED, 'the caller has hung up')
}

function hasPassed(deadlineMs: number | null): boolean {
  return deadlineMs !== null && deadlineMs <= systemClock.now()
}

function deadlineOf(call: Call): number | null {
  const deadline = call.getDeadline()
  const deadlineMs = typeof deadline === 'number' ? deadline : deadline.getTime()
  return Number.isFinite(deadlineMs) ? deadlineMs : null
}

function requestIdOf(metadata: Metadata): string {
  const [given] = metadata.get('x-request-id')
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}
