/**
 * Adds up the events of one experiment. Viewers are kept apart by partition, because all events of a viewer stand in one: when it is
 * read to its end its viewers become sums and are let go.
 */
import { MalformedRecordError, decodeViewerEvent, kindOfRecord } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { addConsent, addErase, addImpression, addSelect, addWatch, emptyViewerLog } from './viewer-log.ts'
import type { ViewerLog } from './viewer-log.ts'
import { outcomeOf } from './viewer-outcome.ts'
import { addOutcome, noVariantSums } from './variant-sums.ts'
import type { VariantSums } from './variant-sums.ts'

export interface TallyOptions {
  readonly experiment: string
  /** Impressions received from then on count. */
  readonly fromMs: number
  /** And before then. */
  readonly toMs: number
  /** What is watched so long after a pick counts for it. */
  readonly windowMs: number
}

/** What was read, and what of it could not be used, or only in part. */
export interface LeftOut {
  /** Records with impressions in the time that was asked for. */
  impressions: number
  untracked: number
  unreadable: number
  /** Of viewers that took no part. */
  outside: number
  /** Records that are no events. */
  malformed: number
  mixedViewers: number
  /** Viewers that have refused analytics. */
  refusedViewers: number
  unmatchedPicks: number
  /** Counted, but only from the first position that was told. */
  unstartedSessions: number
}

export interface TalliedExperiment {
  readonly variants: ReadonlyMap<string, VariantSums>
  readonly leftOut: Readonly<LeftOut>
}

export interface Tally {
  /** Everything may come twice and in any order. */
  add(partition: number, record: RecordOfEvent): void
  /** No more comes of this partition. */
  finish(partition: number): void
  result(): TalliedExperiment
}

export interface RecordOfEvent {
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

const KINDS = new Set(['impression', 'select', 'watch', 'consent', 'erase'])

export function createTally(options: TallyOptions): Tally {
  const partitions = new Map<number, Map<string, ViewerLog>>()
  const variants = new Map<string, VariantSums>()
  const leftOut: LeftOut = {
    impressions: 0,
    untracked: 0,
    unreadable: 0,
    outside: 0,
    malformed: 0,
    mixedViewers: 0,
    refusedViewers: 0,
    unmatchedPicks: 0,
    unstartedSessions: 0,
  }

  function finish(partition: number): void {
    for (const log of partitions.get(partition)?.values() ?? []) {
      const outcome = outcomeOf(log, options.windowMs)
      if (outcome.kind === 'mixed') leftOut.mixedViewers += 1
      if (outcome.kind === 'refused') leftOut.refusedViewers += 1
      if (outcome.kind !== 'counted') continue
      leftOut.unmatchedPicks += outcome.unmatchedPicks
      leftOut.unstartedSessions += outcome.unstartedSessions
      const sums = variants.get(outcome.variant) ?? noVariantSums()
      variants.set(outcome.variant, sums)
      addOutcome(sums, outcome)
    }
    partitions.delete(partition)
  }

  return {
    finish,
    add(partition, record) {
      const kind = kindOfRecord(record)
      if (kind !== undefined && !KINDS.has(kind)) return
      const event = eventOf(record.value)
      if (event === null) {
        leftOut.malformed += 1
        return
      }
      const viewers = partitions.get(partition) ?? new Map<string, ViewerLog>()
      partitions.set(partition, viewers)
      const log = viewers.get(event.viewer) ?? emptyViewerLog()
      viewers.set(event.viewer, log)
      addEvent(log, event, options, leftOut)
    },
    result() {
      for (const partition of [...partitions.keys()]) finish(partition)
      return { variants, leftOut }
    },
  }
}

function addEvent(log: ViewerLog, event: ViewerEvent, options: TallyOptions, leftOut: LeftOut): void {
  const { kind, occurredAtMs, receivedAtMs } = event
  const { experiment, fromMs, toMs, windowMs } = options
  // A pick of the last moment may be watched for as long as the window is open.
  const mayFollow = receivedAtMs >= fromMs && receivedAtMs < toMs + 2 * windowMs
  switch (kind?.$case) {
    case 'impression': {
      if (receivedAtMs < fromMs || receivedAtMs >= toMs) return
      leftOut.impressions += 1
      const exposure = addImpression(log, experiment, kind.value, occurredAtMs)
      if (exposure !== 'exposed') leftOut[exposure] += 1
      return
    }
    case 'select':
      if (mayFollow) addSelect(log, kind.value, occurredAtMs)
      return
    case 'watch':
      if (mayFollow) addWatch(log, kind.value)
      return
    case 'consent':
      addConsent(log, kind.value.analytics, occurredAtMs)
      return
    case 'erase':
      addErase(log, kind.value.throughMs)
      return
    default:
  }
}

function eventOf(value: Uint8Array): ViewerEvent | null {
  try {
    return decodeViewerEvent(value)
  } catch (error) {
    if (error instanceof MalformedRecordError) return null
    throw error
  }
}
