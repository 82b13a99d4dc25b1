import { createHash } from 'node:crypto'
import { REJECT_REASONS, RejectedEvent_Endpoint, encodeRejectedEvent } from '@upnext/contracts'
import type { RejectedEvent } from '@upnext/contracts'
import type { EventLog } from '@upnext/ports'
import type { Counter, Logger } from '@upnext/service-kit'
import type { Refused } from './outcome.ts'

export type Endpoint = 'events' | 'catalog'

export interface RejectionsOptions {
  readonly log: EventLog
  readonly topic: string
  readonly perMinute: number
  readonly logger: Logger
  /** Counts what did not reach the topic, by why. */
  readonly lost: Counter<'why'>
}

/** Keeps why events were refused. The sender has its answer already: nothing here fails a request, or makes it wait. */
export interface Rejections {
  add(refused: readonly Refused[], endpoint: Endpoint, receivedAtMs: number): void
  /** Resolves when what was added is written, or lost. */
  settled(): Promise<void>
}

const MINUTE_MS = 60_000
const ENDPOINTS = {
  events: RejectedEvent_Endpoint.ENDPOINT_EVENTS,
  catalog: RejectedEvent_Endpoint.ENDPOINT_CATALOG,
} as const

export function createRejections({ log, topic, perMinute, logger, lost }: RejectionsOptions): Rejections {
  const pending = new Set<Promise<void>>()
  let minute = -1
  let written = 0

  const allowance = (receivedAtMs: number, wanted: number): number => {
    const now = Math.floor(receivedAtMs / MINUTE_MS)
    if (now !== minute) {
      minute = now
      written = 0
    }
    const allowed = Math.min(wanted, perMinute - written)
    written += allowed
    return allowed
  }

  const write = async (events: readonly RejectedEvent[]): Promise<void> => {
    try {
      await log.append(topic, events.map(encodeRejectedEvent))
    } catch (error) {
      lost.inc({ why: 'log' }, events.length)
      logger.warn({ err: error, count: events.length }, 'rejected events were not written')
    }
  }

  return {
    add(refused, endpoint, receivedAtMs) {
      const allowed = allowance(receivedAtMs, refused.length)
      if (allowed < refused.length) lost.inc({ why: 'rate' }, refused.length - allowed)
      if (allowed === 0) return
      const writing = write(refused.slice(0, allowed).map((one) => toRejectedEvent(one, endpoint, receivedAtMs)))
      pending.add(writing)
      void writing.finally(() => pending.delete(writing))
    },
    async settled() {
      await Promise.all(pending)
    },
  }
}

function toRejectedEvent(refused: Refused, endpoint: Endpoint, receivedAtMs: number): RejectedEvent {
  const { rejection, piece, traits } = refused
  return {
    receivedAtMs,
    reason: REJECT_REASONS[rejection.reason],
    pointer: rejection.pointer,
    eventId: endpoint === 'events' ? (refused.id ?? '') : '',
    length: piece.length,
    sha256: createHash('sha256').update(piece).digest(),
    kind: traits.kind,
    device: traits.device,
    country: traits.country,
    endpoint: ENDPOINTS[endpoint],
  }
}
