import type { CommitResult, PartitionView, ProfileBatch, ProfileStore } from '@upnext/ports'
import { asBuffer } from '@upnext/ports'
import { createGate } from '../gate.ts'
import { generationsPort, positionIn } from '../generations-port.ts'
import { redisCapacity } from './capacity.ts'
import { redisCell } from './cell.ts'
import { openRedis } from './connection.ts'
import type { RedisOptions } from './connection.ts'
import type { RedisClient } from './create-client.ts'
import { translateRedis } from './errors.ts'
import { redisKeys } from './keys.ts'
import type { RedisKeys } from './keys.ts'
import { leaveTogether } from './leave-together.ts'
import { createRemoval } from './remove-generation.ts'
import { scanPartition } from './scan-partition.ts'
import type { Step } from './walk-keys.ts'

/**
 * Profiles in Redis, a single server or a cluster. All keys of a partition share a slot, so a commit is one script and a read
 * one MGET.
 *
 * A script holds up everybody else on its server: callers keep their batches at 200 profiles or fewer. A commit whose answer
 * was lost is sent again and then finds its own position: it answers `ok: false` with `next`, and the caller reads on.
 */
export async function openRedisProfileStore(options: RedisOptions): Promise<ProfileStore> {
  const connection = await openRedis(options)
  const keys = redisKeys(options.namespace)
  const gate = createGate('profile store', translateRedis(connection.shown))
  const step: Step = (operation) => gate.run(() => connection.run(operation))
  const cell = redisCell(connection, keys.generations)

  return {
    read: (generation, partition, viewerKeys) =>
      gate.run(() => connection.run((client) => readView(client, keys, generation, partition, viewerKeys))),
    commit: (batch) => gate.run(() => connection.run((client) => compareAndSet(client, keys, batch))),
    scan: (generation, partition) => scanPartition(step, keys, generation, partition),
    ...generationsPort(cell, gate, createRemoval(step, keys)),
    capacity: (generation) => redisCapacity(step, keys, generation),
    close: () => gate.close(() => connection.close()),
  }
}

async function readView(
  client: RedisClient,
  keys: RedisKeys,
  generation: number,
  partition: number,
  viewerKeys: readonly string[],
): Promise<PartitionView> {
  const names = viewerKeys.map((key) => keys.profile(generation, partition, key))
  leaveTogether(client)
  const [position, ...profiles] = await client.mgetBuffer(keys.position(generation, partition), ...names)
  return { position: positionIn(position?.toString('latin1') ?? '0', generation), profiles }
}

async function compareAndSet(client: RedisClient, keys: RedisKeys, batch: ProfileBatch): Promise<CommitResult> {
  const { generation, partition, expected, next } = batch
  // By key: where a viewer is named twice, the later entry counts.
  const profiles = new Map(batch.profiles.map(({ key, bytes }) => [keys.profile(generation, partition, key), bytes]))
  const writes = [...profiles].flatMap(([key, bytes]) => (bytes === null ? [] : [{ key, bytes: asBuffer(bytes) }]))
  const deletes = [...profiles].flatMap(([key, bytes]) => (bytes === null ? [key] : []))
  const names = [keys.position(generation, partition), ...writes.map(({ key }) => key), ...deletes]
  const values = [String(expected), String(next), ...writes.map(({ bytes }) => bytes)]
  const found = await client.upnextCommitProfiles(names.length, ...names, ...values)
  return found === null ? { ok: true } : { ok: false, position: positionIn(found, generation) }
}
