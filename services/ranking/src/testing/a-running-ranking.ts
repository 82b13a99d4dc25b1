/** The service on a real gRPC port, on whatever stores a test has, for tests that talk to it as an app's backend would. */
import { Metadata, credentials } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import {
  CatalogRecord,
  GetNextToWatchRequest,
  GetPageRequest,
  GetRowRequest,
  GetSimilarItemsRequest,
  ModelUpdate,
  RankingServiceClient,
  viewerKey,
} from '@upnext/contracts'
import type {
  CatalogItem,
  GetNextToWatchResponse,
  GetPageResponse,
  GetRowResponse,
  GetSimilarItemsResponse,
  KeyContext,
  Topics,
} from '@upnext/contracts'
import { systemClock, viewerPartition } from '@upnext/ports'
import type { EventLog, ModelStore, ProfileStore } from '@upnext/ports'
import { encodeProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import { modelToBytes } from '@upnext/recsys'
import type { Model } from '@upnext/recsys'
import { defaultRows } from '@upnext/rows'
import type { RowsFile } from '@upnext/rows'
import { createGrpcServer, createLogger, createMetrics } from '@upnext/service-kit'
import { DEFAULT_SETTINGS, createRanking } from '../create-ranking.ts'
import type { RankingSettings } from '../create-ranking.ts'

type NextParts = Parameters<typeof GetNextToWatchRequest.fromPartial>[0]
type PageParts = Parameters<typeof GetPageRequest.fromPartial>[0]
type RowParts = Parameters<typeof GetRowRequest.fromPartial>[0]
type SimilarParts = Parameters<typeof GetSimilarItemsRequest.fromPartial>[0]

export interface RunningParts {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly models: ModelStore
  readonly topics: Topics
  readonly keys: KeyContext
  /** Absent: the default one. */
  readonly rows?: RowsFile
}

/** Reading from memory needs no budget; a busy test machine does. */
const PATIENT: RankingSettings = { ...DEFAULT_SETTINGS, profileBudgetMs: 1000 }

export async function aRunningRanking(parts: RunningParts, settings: Partial<RankingSettings> = {}) {
  const { log, profiles, models, topics, keys } = parts
  await profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
  const first = await aReplica(parts, settings)
  const { client, ranking } = first
  const replicas = [first]
  const offsets = new Map<number, number>()

  return {
    ranking,

    start: () => ranking.start(),

    page: first.page,
    row: first.row,

    /** Another process of the service, as far as anybody outside can tell: it shares nothing but the stores and the log. */
    async anotherReplica(rows = parts.rows) {
      const replica = await aReplica({ ...parts, ...(rows === undefined ? {} : { rows }) }, settings)
      replicas.push(replica)
      await replica.ranking.start()
      return replica
    },

    async addItems(...items: readonly CatalogItem[]) {
      for (const item of items) {
        const value = CatalogRecord.encode({ item, receivedAtMs: 1 }).finish()
        await log.append(topics.catalog.name, [{ key: Buffer.from(item.itemId), value }])
      }
    },

    /** Stores a profile as `feature` would, and answers the position that it now has. */
    async addProfile(viewerId: string, profile: Profile) {
      const key = viewerKey(keys, viewerId)
      const partition = viewerPartition(key)
      const expected = offsets.get(partition) ?? 0
      const next = expected + 1
      await profiles.commit({
        generation: 1,
        partition,
        expected,
        next,
        profiles: [{ key, bytes: encodeProfile(profile) }],
      })
      offsets.set(partition, next)
      return { topic: topics.viewerEvents.name, partition, nextOffset: next }
    },

    async publish(id: string, model: Model, announce = true) {
      const epoch = await models.claimEpoch()
      const expected = (await models.active())?.id ?? null
      await models.put({ id, manifest: {}, bytes: modelToBytes(model) })
      await models.activate({ expected, next: id, epoch })
      if (!announce) return
      const update = { $case: 'activated' as const, value: { modelId: id } }
      const value = ModelUpdate.encode(
        ModelUpdate.fromPartial({ baseModelId: id, trainerEpoch: epoch, update }),
      ).finish()
      await log.append(topics.modelUpdates.name, [{ key: Buffer.from(id), value }])
    },

    next: (parts: NextParts, deadlineMs?: number) =>
      new Promise<GetNextToWatchResponse>((resolve, reject) => {
        const options = deadlineMs === undefined ? {} : { deadline: systemClock.now() + deadlineMs }
        const request = GetNextToWatchRequest.fromPartial(parts)
        client.getNextToWatch(request, new Metadata(), options, settle(resolve, reject))
      }),

    similar: (parts: SimilarParts) =>
      new Promise<GetSimilarItemsResponse>((resolve, reject) => {
        client.getSimilarItems(GetSimilarItemsRequest.fromPartial(parts), settle(resolve, reject))
      }),

    async close() {
      for (const replica of replicas) await replica.close()
      await log.close()
    },
  }
}

async function aReplica(parts: RunningParts, settings: Partial<RankingSettings>) {
  const logger = createLogger({ service: 'ranking', level: 'silent' })
  const metrics = createMetrics('ranking')
  const ports = { ...parts, clock: systemClock, logger, metrics }
  const ranking = createRanking({ ...ports, rows: parts.rows ?? defaultRows(), settings: { ...PATIENT, ...settings } })
  const where = { host: '127.0.0.1', port: 0, name: 'gRPC', variable: 'UPNEXT_GRPC_PORT' }
  const server = createGrpcServer({ ...where, services: ranking.grpc, log: logger })
  const client = new RankingServiceClient(`127.0.0.1:${await server.start()}`, credentials.createInsecure())
  return {
    ranking,
    client,

    page: (page: PageParts) =>
      new Promise<GetPageResponse>((resolve, reject) => {
        client.getPage(GetPageRequest.fromPartial(page), settle(resolve, reject))
      }),

    row: (row: RowParts) =>
      new Promise<GetRowResponse>((resolve, reject) => {
        client.getRow(GetRowRequest.fromPartial(row), settle(resolve, reject))
      }),

    async close() {
      client.close()
      await server.stop()
      await ranking.stop()
    },
  }
}

function settle<T>(resolve: (value: T) => void, reject: (error: ServiceError) => void) {
  return (error: ServiceError | null, value: T): void => {
    if (error === null) resolve(value)
    else reject(error)
  }
}
