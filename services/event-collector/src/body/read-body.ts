import type { Readable } from 'node:stream'
import { Problem } from '../http/problem.ts'

export interface ReadLimits {
  readonly bodyBytes: number
  readonly bodyTimeoutMs: number
}

/** Read and thrown away of a body that is too large, so that its sender reads the answer instead of a broken connection. */
const DISCARD_BYTES = 16 * 1024 * 1024

/**
 * A request's body, never holding more than `bodyBytes` of it. Rejects with a 413 where there is more, a 408 where it takes too
 * long, a 400 where the sender went away in the middle.
 */
export function readBody(stream: Readable, limits: ReadLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const alarm = setTimeout(() => finish(tooSlow()), limits.bodyTimeoutMs)

    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= limits.bodyBytes) chunks.push(chunk)
      else chunks.length = 0
      if (size > DISCARD_BYTES) finish(tooLarge(limits.bodyBytes, true))
    }
    const onEnd = (): void => finish(size > limits.bodyBytes ? tooLarge(limits.bodyBytes, false) : null)
    const onGone = (): void => finish(cutOff())

    const finish = (problem: Problem | null): void => {
      clearTimeout(alarm)
      stream.off('data', onData).off('end', onEnd).off('close', onGone)
      if (problem === null) resolve(Buffer.concat(chunks, size))
      else {
        stream.pause()
        reject(problem)
      }
    }

    stream.on('data', onData).on('end', onEnd).on('close', onGone)
    // Left in place: an error after the answer is nobody's problem any more, but must not end the process.
    stream.on('error', onGone)
  })
}

function tooLarge(bodyBytes: number, closeConnection: boolean): Problem {
  return new Problem({
    status: 413,
    code: 'body_too_large',
    message: `the body is larger than ${bodyBytes} bytes`,
    whatToDo: 'split it into several requests',
    closeConnection,
  })
}

function tooSlow(): Problem {
  return new Problem({
    status: 408,
    code: 'body_too_slow',
    message: 'the body did not arrive in time',
    whatToDo: 'send it again; nothing of it was kept',
    closeConnection: true,
  })
}

function cutOff(): Problem {
  return new Problem({
    status: 400,
    code: 'body_cut_off',
    message: 'the connection ended in the middle of the body',
    whatToDo: 'send it again; nothing of it was kept',
    closeConnection: true,
  })
}
