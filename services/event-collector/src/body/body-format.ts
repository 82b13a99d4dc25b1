import { Problem } from '../http/problem.ts'

export interface BodyFormat {
  readonly lines: boolean
  readonly gzip: boolean
}

interface Headers {
  readonly 'content-type'?: string | undefined
  readonly 'content-encoding'?: string | undefined
}

const JSON_TYPES = ['application/json']
const LINES_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl']

/** How a request's headers say that its body is to be read. Throws a 415 where they say something else, or nothing. */
export function bodyFormat(headers: Headers): BodyFormat {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const isJson = JSON_TYPES.includes(type)
  const lines = LINES_TYPES.includes(type)
  if (!isJson && !lines) throw unsupported('content_type', 'the body is neither JSON nor NDJSON')
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  if (charset !== undefined && !['utf-8', 'utf8', '"utf-8"'].includes(charset))
    throw unsupported('charset', 'the body is not UTF-8')
  const encoding = (headers['content-encoding'] ?? 'identity').toLowerCase().trim()
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw unsupported('content_encoding', 'the body is neither plain nor gzip')
  return { lines, gzip: encoding === 'gzip' }
}

function unsupported(code: string, message: string): Problem {
  const whatToDo = 'send application/json or application/x-ndjson in UTF-8, plain or gzip'
  return new Problem({ status: 415, code, message, whatToDo })
}
