import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Problem } from '../http/problem.ts'

const gunzipAsync = promisify(gunzip)

/** Unpacks gzip, stopping as soon as there is more than `maxBytes`: a bomb costs no more than that. */
export async function unpack(packed: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzipAsync(packed, { maxOutputLength: maxBytes })
  } catch (cause) {
    throw isTooLarge(cause) ? tooLarge(maxBytes, cause) : broken(cause)
  }
}

function isTooLarge(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

function tooLarge(maxBytes: number, cause: unknown): Problem {
  return new Problem({
    status: 413,
    code: 'body_too_large',
    message: `the unpacked body is larger than ${maxBytes} bytes`,
    whatToDo: 'split it into several requests',
    cause,
  })
}

function broken(cause: unknown): Problem {
  return new Problem({
    status: 400,
    code: 'broken_gzip',
    message: 'the body is not whole, valid gzip',
    whatToDo: 'check the compression of your client; sending the same bytes again does not help',
    cause,
  })
}
