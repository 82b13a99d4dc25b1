/** The places that a replay writes to while it reads. */
import type { EventLog, LogRecord } from '@upnext/ports'
import type { Pace } from '@upnext/service-kit'
import { CHUNK } from './chunk.ts'
import { frameOf } from './frames.ts'
import type { LineWriter } from './json-line.ts'
import type { Sink } from './keep-slice.ts'
import type { PartFiles } from './part-files.ts'
import type { StateKeeper } from './state.ts'

/** The state of parts may lag behind: what it does not know of is cut off and read again. */
const SAVE_EVERY_MS = 2_000

/** Nothing is written: only counts and digest matter. */
export function checkSink(pace: Pace, signal: AbortSignal): Sink {
  return {
    chunk: pace.chunk,
    put: async (_, records) => pace.take(records.length, signal).then(() => 0),
    moved: async () => undefined,
  }
}

export interface PartSinkDeps {
  readonly parts: PartFiles
  readonly keeper: StateKeeper | null
  readonly pace: Pace
  readonly nowMs: () => number
  readonly signal: AbortSignal
}

/** Lines or frames into part files. */
export function partSink(
  deps: PartSinkDeps,
  encode: (partition: number, records: readonly LogRecord[]) => Buffer,
): Sink {
  const { parts, keeper, pace, nowMs, signal } = deps
  let savedAtMs = nowMs()
  return {
    // Lines of a few records at a time: those of a whole batch would be moved about by every collection until the last is there.
    chunk: Math.min(CHUNK, pace.chunk),
    async put(partition, records, { bytes: at }) {
      await pace.take(records.length, signal)
      const bytes = encode(partition, records)
      await parts.write(partition, bytes, at)
      return bytes.length
    },
    async moved() {
      if (keeper === null || nowMs() - savedAtMs < SAVE_EVERY_MS) return
      savedAtMs = nowMs()
      await keeper.save()
    },
  }
}

export function linesOf(write: LineWriter): (partition: number, records: readonly LogRecord[]) => Buffer {
  return (partition, records) => Buffer.from(records.map((record) => write(partition, record)).join(''), 'utf8')
}

export function framesOf(
  receivedAt: (value: Uint8Array) => number | null,
): (partition: number, records: readonly LogRecord[]) => Buffer {
  return (_, records) => Buffer.concat(records.map((record) => frameOf(record, receivedAt(record.value))))
}

export interface TopicSinkDeps {
  readonly log: EventLog
  readonly target: string
  readonly keeper: StateKeeper
  readonly pace: Pace
  readonly signal: AbortSignal
}

/** Straight into another topic. The state is on the disk before a partition's next chunk goes out: a kill repeats one at most. */
export function topicSink({ log, target, keeper, pace, signal }: TopicSinkDeps): Sink {
  return {
    chunk: Math.min(CHUNK, pace.chunk),
    async put(_, records) {
      await pace.take(records.length, signal)
      await log.append(target, records)
      return 0
    },
    moved: () => keeper.save(),
  }
}
