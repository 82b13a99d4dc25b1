import type { RequestHandler } from 'express'
import { splitBody } from '../body/split-body.ts'
import type { Batch } from '../body/split-body.ts'
import { appendOrRefuse } from '../intake/append.ts'
import type { AppendOptions } from '../intake/append.ts'
import { answerTo, statusOf } from '../intake/answer.ts'
import type { CollectorMetrics } from '../intake/collector-metrics.ts'
import type { Kept, Outcome, Refused } from '../intake/outcome.ts'
import type { Endpoint, Rejections } from '../intake/rejections.ts'
import type { Limits } from '../limits.ts'
import type { InFlight } from './in-flight.ts'
import { errorBody } from './problem.ts'
import { readRequest } from './read-request.ts'

export interface CollectOptions {
  readonly endpoint: Endpoint
  /** Name of the list in a wrapped batch. */
  readonly listName: 'events' | 'items'
  readonly idField: 'event_id' | 'item'
  readonly topic: string
  readonly take: (batch: Batch, receivedAtMs: number) => Outcome[]
}

export interface CollectParts {
  readonly limits: Limits
  readonly now: () => number
  readonly inFlight: InFlight
  readonly append: AppendOptions
  readonly rejections: Rejections
  readonly metrics: CollectorMetrics
}

/** One request: read, cut into events, decide on each, append those that are kept, answer for all. */
export function collectHandler(options: CollectOptions, parts: CollectParts): RequestHandler {
  const { endpoint, listName, idField, topic, take } = options
  const { limits, now, inFlight, append, rejections, metrics } = parts

  return async (request, response) => {
    response.on('finish', () => metrics.requests.inc({ endpoint, status: String(response.statusCode) }))
    const acknowledged = metrics.ackSeconds.startTimer({ endpoint })
    const body = await readRequest(request, limits, inFlight, append.retryAfterS)
    try {
      metrics.bodyBytes.inc({ endpoint }, body.sentBytes)
      const batch = splitBody(body.bytes, { lines: body.lines, listName, maxPieces: limits.batch })
      const receivedAtMs = now()
      const outcomes = take(batch, receivedAtMs)
      const records = outcomes.filter(isKept).map((outcome) => outcome.record)
      const positions = await appendOrRefuse(topic, records, append)
      // Only now: before, a batch that is sent again would be counted and kept twice.
      rejections.add(outcomes.filter(isRefused), endpoint, receivedAtMs)
      metrics.count(endpoint, outcomes)
      metrics.countUnknownFields(endpoint, batch.unknownFields)
      const status = statusOf(outcomes)
      const answer = answerTo(outcomes, positions, idField)
      response.status(status).json(status === 202 ? answer : { ...errorBody(NOTHING_KEPT), ...answer })
      if (status === 202) acknowledged()
    } finally {
      body.release()
    }
  }
}

const NOTHING_KEPT = {
  code: 'nothing_kept',
  message: 'not one of them could be kept; results says why',
  whatToDo: 'correct them before sending them again',
}

function isKept(outcome: Outcome): outcome is Kept {
  return outcome.status === 'accepted'
}

function isRefused(outcome: Outcome): outcome is Refused {
  return outcome.status === 'rejected'
}
