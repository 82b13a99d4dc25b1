/** Which records an erase event makes void: those, and only those, that the fold of profiles passes over after it. */
import { DeadLetter, decodeViewerEvent, topicsOf } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'
import { isTopic } from '../describe-record.ts'

/** The latest time up to which the viewer's erase events say that everything goes; `null` where none does. */
export function erasedThrough(records: readonly LogRecord[], viewer: string): number | null {
  let latest: number | null = null
  for (const record of records) {
    const kind = isOf(record, viewer) ? readEvent(record.value)?.kind : undefined
    if (kind?.$case === 'erase') latest = Math.max(latest ?? kind.value.throughMs, kind.value.throughMs)
  }
  return latest
}

/** Whether a record of the viewer events goes. What no event can be read of stays: nobody knows when it was. */
export function goesOfEvents(record: LogRecord, viewer: string, throughMs: number): boolean {
  if (!isOf(record, viewer)) return false
  const event = readEvent(record.value)
  return event !== null && isVoid(event, throughMs)
}

/** Whether a dead letter goes: one that holds an event of the viewer that would. Of what cannot be read, when it failed counts. */
export function goesOfDeadLetters(record: LogRecord, viewer: string, throughMs: number): boolean {
  if (!isOf(record, viewer)) return false
  const letter = readLetter(record.value)
  if (letter === null || !isTopic(letter.topic, topicsOf('').viewerEvents.name)) return false
  const event = readEvent(letter.value)
  return event === null ? letter.failedAtMs <= throughMs : isVoid(event, throughMs)
}

function isVoid({ kind, occurredAtMs }: ViewerEvent, throughMs: number): boolean {
  switch (kind?.$case) {
    // The fold goes by the session's start.
    case 'watch':
      return kind.value.sessionStartedAtMs <= throughMs
    case 'rating':
    case 'list':
    case 'dismiss':
    case 'transaction':
    case 'impression':
    case 'select':
    case 'follow':
      return occurredAtMs <= throughMs
    case 'erase':
    case 'retire':
    case 'consent':
    case 'settings':
    // A kind that this version does not know may be one that is to stay.
    case undefined:
      return false
  }
}

function isOf({ key }: LogRecord, viewer: string): boolean {
  return Buffer.from(viewer, 'latin1').equals(key)
}

function readEvent(value: Uint8Array): ViewerEvent | null {
  try {
    return decodeViewerEvent(value)
  } catch {
    return null
  }
}

function readLetter(value: Uint8Array): DeadLetter | null {
  try {
    return DeadLetter.decode(value)
  } catch {
    return null
  }
}
