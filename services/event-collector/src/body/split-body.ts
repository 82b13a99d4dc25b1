import { Problem } from '../http/problem.ts'
import { splitJson, splitMember, trim } from './split-json.ts'

export interface Batch {
  /** Each event or item as it was sent. */
  readonly pieces: readonly Buffer[]
  /** The batch's `sent_at`, unparsed; it holds for the events that do not say their own. */
  readonly sentAt: Buffer | null
  /** Fields beside the list that nobody here knows. */
  readonly unknownFields: number
}

export interface SplitOptions {
  /** One JSON text per line. */
  readonly lines: boolean
  /** Name of the list in a wrapped batch: `events` or `items`. */
  readonly listName: string
  readonly maxPieces: number
}

/** Fields of one object that are looked at for the list; an object of more is one event, which is then judged as such. */
const MOST_FIELDS = 1000
const LINE_FEED = 0x0a
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Cuts a body into its events: lines; the elements of a list; the list of `{ sent_at, events }`; or the one event that it is.
 * Throws a 400 where there is nothing to cut, a 413 where there is too much of it.
 */
export function splitBody(body: Buffer, options: SplitOptions): Batch {
  const text = body.indexOf(BYTE_ORDER_MARK) === 0 ? body.subarray(BYTE_ORDER_MARK.length) : body
  const batch = options.lines ? splitLines(text, options) : splitWrapped(text, options)
  if (batch.pieces.length === 0) throw nothingThere()
  if (batch.pieces.length > options.maxPieces) throw tooMany(options.maxPieces)
  return batch
}

function splitLines(text: Buffer, { maxPieces }: SplitOptions): Batch {
  const pieces: Buffer[] = []
  for (let start = 0; start < text.length && pieces.length <= maxPieces;) {
    const found = text.indexOf(LINE_FEED, start)
    const end = found < 0 ? text.length : found
    const line = trim(text.subarray(start, end))
    if (line.length > 0) pieces.push(line)
    start = end + 1
  }
  return plain(pieces)
}

function splitWrapped(text: Buffer, { listName, maxPieces }: SplitOptions): Batch {
  const whole = splitJson(text, Math.max(maxPieces, MOST_FIELDS))
  if (whole === null) throw trim(text).length === 0 ? nothingThere() : notJson()
  if (whole.kind === 'list') return plain(whole.parts)
  const members = new Map<string, Buffer>()
  for (const part of whole.parts) {
    const member = splitMember(part)
    if (member !== null) members.set(member.key, member.value)
  }
  const wrapped = members.get(listName)
  if (wrapped === undefined) return plain([trim(text)])
  const list = splitJson(wrapped, maxPieces)
  if (list?.kind !== 'list') throw notAList(listName)
  const unknownFields = [...members.keys()].filter((key) => key !== listName && key !== 'sent_at').length
  return { pieces: list.parts, sentAt: members.get('sent_at') ?? null, unknownFields }
}

function plain(pieces: readonly Buffer[]): Batch {
  return { pieces, sentAt: null, unknownFields: 0 }
}

function notJson(): Problem {
  return new Problem({
    status: 400,
    code: 'not_json',
    message: 'the body is neither a JSON object nor a JSON list',
    whatToDo:
      'send one event, a list of events or { "sent_at": ..., "events": [...] }; lines of JSON are application/x-ndjson',
  })
}

function notAList(listName: string): Problem {
  return new Problem({
    status: 400,
    code: 'not_a_list',
    message: `"${listName}" is not a list`,
    whatToDo: `send { "${listName}": [...] }`,
  })
}

function nothingThere(): Problem {
  return new Problem({
    status: 400,
    code: 'empty',
    message: 'the body holds nothing to keep',
    whatToDo: 'send at least one',
  })
}

function tooMany(maxPieces: number): Problem {
  return new Problem({
    status: 413,
    code: 'batch_too_large',
    message: `the body holds more than ${maxPieces}`,
    whatToDo: 'split it into several requests',
  })
}
