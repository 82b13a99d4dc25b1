/** An incarnation of the feature service, for one generation. */
import { topicsOf } from '@upnext/contracts'
import { createFeature } from '@upnext/feature'
import type { Clock, EventLog, ProfileStore, Reader, SharedReader, Subscription } from '@upnext/ports'
import { TEST_KEYS } from '@upnext/testkit'
import type { Life } from '../crash/life.ts'
import { metricsOf, quietLogger } from './quiet.ts'

const TOPICS = topicsOf('')

export interface FeatureParts {
  readonly life: Life
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly clock: Clock
  readonly generation: number
  /** Given the reader: from here on it is the world that hands out partitions and batches. */
  readonly join: (reader: SharedReader) => void
}

/** Resolves once the service has begun; never for the dead. What the process holds is let go of when it dies. */
export async function startFeature(parts: FeatureParts): Promise<void> {
  const { life, clock, generation } = parts
  const feature = createFeature({
    log: featureLog(parts),
    profiles: mortalProfiles(life, parts.profiles),
    topics: TOPICS,
    keys: TEST_KEYS,
    clock,
    logger: quietLogger,
    metrics: metricsOf.feature,
    generation,
    codeVersion: 'simulation',
    onCrash: () => life.kill(),
  })
  // The dead look at nothing any more.
  void life.ended.then(() => feature.stop())
  await feature.start()
}

function featureLog({ life, log, join }: FeatureParts): EventLog {
  const closeAtEnd = (subscription: Subscription): Subscription => {
    void life.ended.then(() => subscription.close())
    return subscription
  }
  return {
    ...log,
    append: (topic, records) => life.step('feature.dead-letter', () => log.append(topic, records)),
    bounds: (topic) => life.act(() => log.bounds(topic)),
    follow: (topic, from, reader) =>
      life.act(async () => closeAtEnd(await log.follow(topic, from, mortalReader(life, reader)))),
    share: (_topic, _group, reader) =>
      life.act(async () => {
        join(reader)
        return { close: async () => undefined }
      }),
  }
}

function mortalReader(life: Life, reader: Reader): Reader {
  return { ...reader, onBatch: (batch) => (life.alive ? reader.onBatch(batch) : Promise.resolve(batch.nextOffset)) }
}

/** The same store, as one process sees it. */
export function mortalProfiles(life: Life, profiles: ProfileStore): ProfileStore {
  return {
    read: (generation, partition, keys) =>
      life.step(keys.length === 0 ? 'feature.position' : 'feature.read', () =>
        profiles.read(generation, partition, keys),
      ),
    commit: (batch) => life.step('feature.commit', () => profiles.commit(batch)),
    scan: (generation, partition) => profiles.scan(generation, partition),
    generations: () => life.act(() => profiles.generations()),
    createGeneration: (manifest) => life.step('generation.create', () => profiles.createGeneration(manifest)),
    markGenerationReady: (generation) => life.act(() => profiles.markGenerationReady(generation)),
    activateGeneration: (expected, next) =>
      life.step('generation.switch', () => profiles.activateGeneration(expected, next)),
    dropGeneration: (generation) => life.act(() => profiles.dropGeneration(generation)),
    capacity: (generation) => life.act(() => profiles.capacity(generation)),
    close: async () => undefined,
  }
}
