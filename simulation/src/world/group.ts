/**
 * The members of one generation, and which partitions each believes to hold. The world decides when partitions change hands, which
 * batch is handed out next, and how large it is; also whether a member learns at once that it holds a partition no more.
 */
import type { LogRecord, RecordBatch, SharedReader } from '@upnext/ports'
import type { Life } from '../crash/life.ts'

export interface Member {
  readonly life: Life
  readonly reader: SharedReader
  /** By partition: what to read next, or `null` where the reader has to be asked first. */
  readonly held: Map<number, number | null>
}

export interface Hand {
  readonly member: Member
  readonly partition: number
}

/** What a group commits to the log for dashboards; nobody reads it. */
export type Advisory = Map<number, number>

/** Divides the partitions anew. With `unaware`, who loses one is not told, and goes on with what it has fetched. */
export function divide(members: readonly Member[], owner: (partition: number) => Member, parts: DivideParts): void {
  for (const partition of parts.partitions) {
    const next = owner(partition)
    for (const member of members) {
      if (member !== next && !parts.unaware(member)) member.held.delete(partition)
    }
    next.held.set(partition, null)
    next.reader.onAssigned?.([...next.held.keys()])
  }
}

export interface DivideParts {
  readonly partitions: readonly number[]
  readonly unaware: (member: Member) => boolean
}

/** Everything between a batch being fetched and its offset being committed for dashboards, as an adapter does it. */
export async function handOut(
  { member, partition }: Hand,
  records: readonly LogRecord[],
  advisory: Advisory,
  topic: string,
  size: number,
): Promise<void> {
  const { life, reader, held } = member
  const position = held.get(partition) ?? (await reader.position(partition))
  held.set(partition, position)
  const part = records.slice(position, position + size)
  if (part.length === 0) return
  const nextOffset = position + part.length
  const batch: RecordBatch = { topic, partition, position, records: part, nextOffset, end: records.length }
  await life.pass('feature.fetched')
  const goOn = await reader.onBatch(batch)
  await life.pass(goOn === nextOffset ? 'feature.answered' : 'feature.sought')
  if (held.has(partition)) held.set(partition, goOn)
  await life.pass('feature.advisory.before')
  advisory.set(partition, goOn)
  await life.pass('feature.advisory.after')
}
