/**
 * Exactly-once: a batch's profiles and the partition's new position go into the store in one compare-and-set on the position.
 * Whoever loses the race writes nothing and goes on from the position that the store holds, so kills, zombies, hand-overs and
 * a store that lost its last second all end in the same profiles.
 */
import { decodeViewerEvent, encodeDeadLetter } from '@upnext/contracts'
import type { Topics, ViewerKey } from '@upnext/contracts'
import type { Clock, EventLog, ProfileStore, RecordBatch } from '@upnext/ports'
import { decodeProfile, emptyProfile, encodeProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { FeatureTelemetry } from '../telemetry.ts'
import { foldRecords, readRecord } from './fold-records.ts'
import type { FoldedRecords, ReadRecord } from './fold-records.ts'
import { splitBatch } from './split-batch.ts'
import type { Run } from './split-batch.ts'

/** Profiles written in one store call: a Redis script of this size blocks readers for about 0.3 ms. */
export const VIEWERS_A_RUN = 100

export interface ApplyDeps {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly topics: Topics
  readonly clock: Clock
  readonly telemetry: FeatureTelemetry
  readonly codeVersion: string
}

/** Applies a batch to one generation. Answers the offset to go on from. */
export async function applyBatch(deps: ApplyDeps, generation: number, batch: RecordBatch): Promise<number> {
  const records = batch.records.map((record) => readRecord(record, batch.partition, decodeViewerEvent))
  let expected = batch.position
  for (const run of splitBatch(records, batch.nextOffset, VIEWERS_A_RUN)) {
    const found = await applyRun(deps, { generation, partition: batch.partition, expected }, run)
    if (found !== run.nextOffset) {
      deps.telemetry.raceLost(batch.partition, expected, found)
      return found
    }
    expected = run.nextOffset
  }
  deps.telemetry.batchApplied(batch)
  return batch.nextOffset
}

interface Place {
  readonly generation: number
  readonly partition: number
  readonly expected: number
}

/** Answers the position that the store holds afterwards: the run's end, unless somebody else was there. */
async function applyRun(deps: ApplyDeps, { generation, partition, expected }: Place, run: Run): Promise<number> {
  const viewers = viewersOf(run.records)
  const view = await deps.profiles.read(generation, partition, viewers)
  if (view.position !== expected) return view.position

  const stored = new Map(viewers.map((viewer, i) => [viewer, view.profiles[i] ?? null]))
  const result = foldRecords(run.records, (viewer) => profileIn(stored.get(viewer) ?? null))
  if (result.dead.length > 0) await writeDeadLetters(deps, partition, result)

  const profiles = [...result.changed].map(([key, profile]) => ({ key, bytes: encodeProfile(profile) }))
  const commit = { generation, partition, expected, next: run.nextOffset, profiles }
  const answer = await deps.profiles.commit(commit)
  if (!answer.ok) return answer.position
  deps.telemetry.runApplied(result)
  return run.nextOffset
}

function viewersOf(records: readonly ReadRecord[]): ViewerKey[] {
  return [...new Set(records.flatMap((read) => (read.outcome === 'event' ? [read.viewer] : [])))]
}

function profileIn(bytes: Uint8Array | null): Profile {
  return bytes === null ? emptyProfile() : decodeProfile(bytes)
}

/** Before the position moves: a crash in between writes a dead letter twice, the other order would lose it. */
async function writeDeadLetters(deps: ApplyDeps, partition: number, { dead }: FoldedRecords): Promise<void> {
  const topic = deps.topics.viewerEvents.name
  const letters = dead.map(({ record, reason }) =>
    encodeDeadLetter({
      topic,
      partition,
      offset: record.offset,
      key: Buffer.from(record.key),
      value: Buffer.from(record.value),
      reason,
      service: 'feature',
      codeVersion: deps.codeVersion,
      failedAtMs: deps.clock.now(),
      headers: Object.fromEntries(
        Object.entries(record.headers).map(([name, value]) => [name, Buffer.from(value, 'utf8')]),
      ),
    }),
  )
  await deps.log.append(deps.topics.deadLetters.name, letters)
}
