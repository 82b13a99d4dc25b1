/**
 * A ProfileStore in memory, for unit tests of everything that reads or writes profiles. It keeps the port's promises, except
 * that nothing survives it. Tests can also make it fail, or wait.
 */
import { ClosedError } from '@upnext/ports'
import type {
  CommitResult,
  GenerationManifest,
  Generations,
  PartitionView,
  ProfileBatch,
  ProfileStore,
} from '@upnext/ports'
import { createFakeFaults } from './fake-faults.ts'
import type { FakeFaults } from './fake-faults.ts'

export type FakeProfileStore = ProfileStore & FakeFaults

export function createFakeProfileStore(): FakeProfileStore {
  const faults = createFakeFaults()
  const partitions = new Map<string, FakePartition>()
  const manifests = new Map<number, GenerationManifest>()
  let active = 0
  let closed = false

  const enter = async (): Promise<void> => {
    await faults.pass()
    if (closed) throw new ClosedError('the profile store is closed')
  }

  const partitionOf = (generation: number, partition: number): FakePartition => {
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

    async generations(): Promise<Generations> {
      await enter()
      return { active, manifests: [...manifests.values()] }
    },

    async createGeneration(manifest): Promise<GenerationManifest> {
      await enter()
      const known = manifests.get(manifest.generation) ?? manifest
      manifests.set(manifest.generation, known)
      if (active === 0) active = manifest.generation
      return known
    },

    async activateGeneration(expected, next): Promise<boolean> {
      await enter()
      if (active !== expected || !manifests.has(next)) return false
      active = next
      return true
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
