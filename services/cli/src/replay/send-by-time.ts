/** Sends what lies in part files in the order of time, with the gaps between records that there were, divided by the speed. */
import type { EventLog, NewRecord } from '@upnext/ports'
import { pauseUntil } from '@upnext/service-kit'
import { CHUNK } from './chunk.ts'
import { mergeByTime, readFrames } from './frames.ts'
import type { MergedFrame } from './frames.ts'
import { partPath } from './part-files.ts'
import type { ReplayState, StateKeeper } from './state.ts'

export interface TimedSending {
  readonly log: EventLog
  readonly target: string
  readonly folder: string
  readonly state: ReplayState
  readonly keeper: StateKeeper
  readonly speed: number
  /** Only ever grows. */
  readonly nowMs: () => number
  readonly onSent: (records: number) => void
  readonly signal: AbortSignal
}

/** A kill repeats one chunk at most. Rejects with what the log or the signal rejects with. */
export async function sendByTime(sending: TimedSending): Promise<void> {
  const { state, folder, nowMs, signal, speed } = sending
  const sent = (state.sent ??= state.partitions.map(() => 0))
  const parts = state.partitions.map(({ bytes }, partition) =>
    readFrames(partPath(folder, partition), sent[partition] ?? 0, bytes),
  )
  const startedAtMs = nowMs()
  let firstMs: number | null = null
  let dueAtMs = startedAtMs
  let chunk: MergedFrame[] = []
  for (const frame of mergeByTime(parts)) {
    // What does not say when it was received goes with the one before it, and is no beginning to count from.
    if (frame.timeMs !== null) {
      firstMs ??= frame.timeMs
      dueAtMs = startedAtMs + (frame.timeMs - firstMs) / speed
    }
    if (chunk.length >= CHUNK || (chunk.length > 0 && dueAtMs > nowMs())) {
      await sendChunk(sending, chunk, sent)
      chunk = []
    }
    await pauseUntil(dueAtMs, nowMs, signal)
    chunk.push(frame)
  }
  if (chunk.length > 0) await sendChunk(sending, chunk, sent)
}

async function sendChunk({ log, target, keeper, onSent }: TimedSending, chunk: readonly MergedFrame[], sent: number[]) {
  const records: NewRecord[] = chunk.map(({ record }) => record)
  await log.append(target, records)
  for (const { partition, nextByte } of chunk) sent[partition] = nextByte
  onSent(records.length)
  await keeper.save()
}
