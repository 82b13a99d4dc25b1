import { assignPartitions } from './event-log-assignment.ts'

/** One reader of a group. */
export interface Member {
  /** Reads a partition until stopped; resolves after the batch in hand. Must not reject. */
  run(partition: number, stopped: AbortSignal): Promise<void>
  onAssigned?(partitions: readonly number[]): void
}

export interface Group {
  join(member: Member): Promise<void>
  /** Resolves once this member reads nothing any more. */
  leave(member: Member): Promise<void>
}

interface Run {
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/**
 * Divides a topic's partitions among the members of this process. A partition that changes hands is let go of by the one,
 * after its batch in hand, before the other begins. Changes happen one after another.
 */
export function createGroup(partitions: number): Group {
  const members = new Set<Member>()
  const runs = new Map<number, Run>()
  let owners: (Member | null)[] = new Array<Member | null>(partitions).fill(null)
  let changing: Promise<void> = Promise.resolve()

  function change(edit: () => void): Promise<void> {
    changing = changing.then(async () => {
      edit()
      await divide()
    })
    return changing
  }

  async function divide(): Promise<void> {
    const before = owners
    const after = assignPartitions(before, [...members])
    const moved = [...after.keys()].filter((p) => before[p] !== after[p])
    await Promise.all(moved.map(stopRun))
    owners = after
    for (const member of members) {
      if (moved.some((p) => before[p] === member || after[p] === member)) member.onAssigned?.(partitionsOf(member))
    }
    for (const p of moved) startRun(p, after[p] ?? null)
  }

  async function stopRun(partition: number): Promise<void> {
    const run = runs.get(partition)
    run?.stop.abort()
    await run?.ended
    runs.delete(partition)
  }

  function startRun(partition: number, member: Member | null): void {
    if (member === null) return
    const stop = new AbortController()
    runs.set(partition, { stop, ended: member.run(partition, stop.signal) })
  }

  function partitionsOf(member: Member): number[] {
    return [...owners.keys()].filter((p) => owners[p] === member)
  }

  return {
    join: (member) => change(() => members.add(member)),
    leave: (member) => change(() => members.delete(member)),
  }
}
