import type { SharedReader } from '@upnext/ports'
import { crashOnce, readPartition } from './fake-log-reader.ts'
import type { PartitionLoop, PartitionSource } from './fake-log-reader.ts'

export interface FakeGroup {
  /** Adds a member and divides the partitions anew. Answers how to leave. */
  join(reader: SharedReader): Promise<() => Promise<void>>
}

interface Member {
  readonly reader: SharedReader
  readonly loops: Map<number, PartitionLoop>
  readonly onLost: (error: Error) => void
}

/** The members that share a topic's partitions: partition p belongs to member p modulo their number. */
export function createFakeGroup(topic: string, sources: readonly PartitionSource[]): FakeGroup {
  const members: Member[] = []
  // One change at a time: a partition is given away only after its batch in hand is done.
  let changes: Promise<void> = Promise.resolve()

  const divide = async (): Promise<void> => {
    const owner = (partition: number): Member | undefined => members[partition % members.length]
    await Promise.all(members.map((member) => release(member, (partition) => owner(partition) !== member)))
    for (const [partition, source] of sources.entries()) {
      const member = owner(partition)
      if (member === undefined || member.loops.has(partition)) continue
      const { reader, onLost } = member
      const start = (): Promise<number> => reader.position(partition)
      member.loops.set(partition, readPartition({ topic, partition, source, reader, start, onLost }))
    }
    for (const member of members) member.reader.onAssigned?.([...member.loops.keys()].sort((a, b) => a - b))
  }

  const change = (edit: () => void | Promise<void>): Promise<void> => {
    changes = changes.then(edit).then(divide)
    return changes
  }

  return {
    async join(reader) {
      const member: Member = { reader, loops: new Map(), onLost: crashOnce(reader) }
      await change(() => {
        members.push(member)
      })
      return () =>
        change(async () => {
          members.splice(members.indexOf(member), 1)
          await release(member, () => true)
        })
    },
  }
}

async function release(member: Member, lost: (partition: number) => boolean): Promise<void> {
  const leaving = [...member.loops].filter(([partition]) => lost(partition))
  await Promise.all(leaving.map(([, loop]) => loop.close()))
  for (const [partition] of leaving) member.loops.delete(partition)
}
