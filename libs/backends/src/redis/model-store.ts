import { asBuffer } from '@upnext/ports'
import type { ModelStore } from '@upnext/ports'
import { createGate } from '../gate.ts'
import { createChunkedModelStore } from '../models/chunked-model-store.ts'
import type { ChunkStore } from '../models/chunks.ts'
import type { Upload } from '../models/model-index.ts'
import { redisCell } from './cell.ts'
import { openRedis } from './connection.ts'
import type { RedisConnection, RedisOptions } from './connection.ts'
import { translateRedis } from './errors.ts'
import { redisKeys } from './keys.ts'
import type { RedisKeys } from './keys.ts'

/** Models in Redis, a single server or a cluster: chunks of a model share a slot, the index of all models is one small text. */
export async function openRedisModelStore(options: RedisOptions): Promise<ModelStore> {
  const connection = await openRedis(options)
  const keys = redisKeys(options.namespace)
  return createChunkedModelStore({
    index: redisCell(connection, keys.modelIndex),
    chunks: redisChunks(connection, keys),
    gate: createGate('model store', translateRedis(connection.shown)),
    release: () => connection.close(),
  })
}

function redisChunks(connection: RedisConnection, keys: RedisKeys): ChunkStore {
  const nameOf = ({ id, upload }: Upload, chunk: number): string => keys.chunk(id, upload, chunk)
  return {
    write: async (upload, chunk, bytes) => {
      const value = asBuffer(bytes)
      await connection.run((client) => client.set(nameOf(upload, chunk), value))
    },
    read: (upload, chunk) => connection.run((client) => client.getBuffer(nameOf(upload, chunk))),
    remove: async (upload) => {
      for (let chunk = 0; chunk < upload.chunks; chunk += 1) {
        await connection.run((client) => client.unlink(nameOf(upload, chunk)))
      }
    },
  }
}
