import type { IncomingMessage } from 'node:http'
import { bodyFormat } from '../body/body-format.ts'
import { readBody } from '../body/read-body.ts'
import { unpack } from '../body/unpack.ts'
import type { Limits } from '../limits.ts'
import type { InFlight } from './in-flight.ts'
import { Problem } from './problem.ts'

export interface RequestBody {
  /** Unpacked. */
  readonly bytes: Buffer
  readonly sentBytes: number
  readonly lines: boolean
  /** Gives the memory back to other requests. */
  release(): void
}

/** Reads a request's body as its headers say, within the limits; or throws the `Problem` that its sender is told. */
export async function readRequest(
  request: IncomingMessage,
  limits: Limits,
  inFlight: InFlight,
  retryAfterS: () => number,
): Promise<RequestBody> {
  const format = bodyFormat(request.headers)
  // A reservation for the worst case: what a header says about the length may be wrong, and gzip says nothing.
  const reserved = inFlight.reserve(limits.bodyBytes + (format.gzip ? limits.unpackedBytes : 0))
  if (reserved === null) throw busy(retryAfterS())
  try {
    const sent = await readBody(request, limits)
    const bytes = format.gzip ? await unpack(sent, limits.unpackedBytes) : sent
    return { bytes, sentBytes: sent.length, lines: format.lines, release: () => reserved.release() }
  } catch (error) {
    reserved.release()
    throw error
  }
}

function busy(retryAfterS: number): Problem {
  return new Problem({
    status: 503,
    code: 'busy',
    message: 'too many requests are under way; nothing of this one was read',
    whatToDo: 'send it again after the time in Retry-After',
    retryAfterS,
    closeConnection: true,
  })
}
