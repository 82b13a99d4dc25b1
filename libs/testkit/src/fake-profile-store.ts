/**
 * A ProfileStore in memory, for unit tests of everything that reads or writes profiles. It keeps the port's promises, except
 * that nothing survives it. Tests can also make it fail, or wait, or be full.
 */
import { ClosedError, GenerationDroppedError } from '@upnext/ports'
import type { Capacity, CommitResult, PartitionView, ProfileBatch, ProfileStore } from '@upnext/ports'
import { createFakeFaults } from './fake-faults.ts'
import type { FakeFaults } from './fake-faults.ts'
import { createFakeGenerations } from './fake-generations.ts'

export interface FakeProfileStore extends ProfileStore, FakeFaults {
  /** What `capacity` answers from now on, besides the size of the generation. */
  setLimit(limitBytes: number | null): void
  /** Takes a copy of everything. The function answered puts the store back to it, as a restored backup does. */
  remember(): () => void
}

export function createFakeProfileStore(): FakeProfileStore {
  const faults = createFakeFaults()
  const partitions = new Map<string, FakePartition>()
  let limitBytes: number | null = null
  let closed = false

  const enter = async (): Promise<void> => {
    await faults.pass()
    if (closed) throw new ClosedError('the profile store is closed')
  }

  const generations = createFakeGenerations(enter, (generation) => {
    for (const name of [...partitions.keys()]) if (name.startsWith(`${generation} `)) partitions.delete(name)
  })

  const partitionOf = (generation: number, partition: number): FakePartition => {
    if (generations.isDropped(generation)) throw new GenerationDroppedError(`generation ${generation} was dropped`)
    const name = `${generation} ${partition}`
    const found = partitions.get(name) ?? { position: 0, profiles: new Map<string, Uint8Array>() }
    partitions.set(name, found)
    return found
  }

  return {
    ...faults,

    async read(generation, partition, keys): Promise<PartitionView> {
      await enter()
      const { position, profiles } = partitionOf(generation, partition)
      return { position, profiles: keys.map((key) => copyOf(profiles.get(key))) }
    },

    async commit({ generation, partition, expected, next, profiles }: ProfileBatch): Promise<CommitResult> {
      await enter()
      const held = partitionOf(generation, partition)
      if (held.position !== expected) return { ok: false, position: held.position }
      for (const { key, bytes } of profiles) {
        if (bytes === null) held.profiles.delete(key)
        else held.profiles.set(key, Buffer.from(bytes))
      }
      held.position = next
      return { ok: true }
    },

    async *scan(generation, partition) {
      await enter()
      for (const [key, bytes] of [...partitionOf(generation, partition).profiles])
        yield { key, bytes: Buffer.from(bytes) }
    },

    ...generations.port,

    async capacity(generation): Promise<Capacity> {
      await enter()
      const usedBytes = bytesIn(partitions, '')
      return { usedBytes, limitBytes, generationBytes: bytesIn(partitions, `${generation} `) }
    },

    setLimit(bytes) {
      limitBytes = bytes
    },

    remember() {
      const copies = [...partitions].map(([name, held]) => [name, held.position, new Map(held.profiles)] as const)
      const restoreGenerations = generations.remember()
      return () => {
        partitions.clear()
        for (const [name, position, profiles] of copies) partitions.set(name, { position, profiles: new Map(profiles) })
        restoreGenerations()
      }
    },

    close() {
      closed = true
      return Promise.resolve()
    },
  }
}

interface FakePartition {
  position: number
  readonly profiles: Map<string, Uint8Array>
}

function copyOf(bytes: Uint8Array | undefined): Uint8Array | null {
  return bytes === undefined ? null : Buffer.from(bytes)
}

function bytesIn(partitions: ReadonlyMap<string, FakePartition>, prefix: string): number {
  const held = [...partitions].filter(([name]) => name.startsWith(prefix))
  return held.flatMap(([, { profiles }]) => [...profiles.values()]).reduce((sum, { length }) => sum + length, 0)
}
