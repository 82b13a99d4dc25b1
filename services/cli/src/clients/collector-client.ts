/** The collector over HTTP. */
import { z } from 'zod'
import { CliError, errorText, notRunning } from '../errors.ts'

const PositionSchema = z.object({ topic: z.string(), partition: z.int(), next_offset: z.int() })

const ResultSchema = z.object({
  i: z.int(),
  /** `null` for a refused event whose id could not be read. */
  event_id: z.string().nullish(),
  status: z.enum(['accepted', 'rejected']),
  position: PositionSchema.optional(),
  reason: z.string().optional(),
  pointer: z.string().optional(),
  detail: z.string().optional(),
})

const AnswerSchema = z.object({ accepted: z.int(), rejected: z.int(), results: z.array(ResultSchema) })

export type CollectorAnswer = z.infer<typeof AnswerSchema>
export type CollectorResult = z.infer<typeof ResultSchema>

export interface CollectorClient {
  readonly url: string
  /** Rejects with {@link TryLaterError} where sending the same again may help, `CliError` where it will not. */
  sendEvents(events: readonly unknown[]): Promise<CollectorAnswer>
  sendItems(items: readonly unknown[]): Promise<CollectorAnswer>
}

/** The collector was away or had no room; nothing was promised. */
export class TryLaterError extends CliError {
  readonly retryAfterMs: number | null

  constructor(message: string, options: { hint: string; retryAfterMs: number | null; cause?: unknown }) {
    super(message, options)
    this.retryAfterMs = options.retryAfterMs
  }
}

/** Longest wait for one answer. */
const ANSWER_TIMEOUT_MS = 20_000
const TRY_LATER = new Set([408, 425, 429, 500, 502, 503, 504])

export function createCollectorClient(url: string): CollectorClient {
  const base = url.replace(/\/+$/, '')
  return {
    url: base,
    sendEvents: (events) => post(`${base}/v1/events`, events),
    sendItems: (items) => post(`${base}/v1/catalog/items`, items),
  }
}

async function post(url: string, body: readonly unknown[]): Promise<CollectorAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw unreachable(url, cause)
  })
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable(url, cause)
  })
  const answer = AnswerSchema.safeParse(parseJson(text))
  if ((response.status === 202 || response.status === 422) && answer.success) return answer.data
  if (TRY_LATER.has(response.status)) {
    throw new TryLaterError(`the collector has no room now (HTTP ${String(response.status)})`, {
      hint: 'send the same again a little later: an event sent twice counts once',
      retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    })
  }
  throw new CliError(`the collector refused the request (HTTP ${String(response.status)}): ${messageIn(text)}`)
}

function unreachable(url: string, cause: unknown): TryLaterError {
  const { message, hint } = notRunning('the collector', new URL(url).origin, cause)
  return new TryLaterError(message, { hint: hint ?? '', retryAfterMs: null, cause })
}

function retryAfterMs(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header)
  return Number.isFinite(seconds) ? seconds * 1000 : null
}

function messageIn(text: string): string {
  const parsed = z.object({ error: z.object({ message: z.string() }) }).safeParse(parseJson(text))
  return parsed.success ? parsed.data.error.message : errorText(text).slice(0, 200)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
