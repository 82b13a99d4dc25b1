import type { Cell } from '../cell.ts'
import type { RedisConnection } from './connection.ts'

/** A text under one key that changes by compare-and-set. */
export function redisCell(connection: RedisConnection, key: string): Cell {
  return {
    read: () => connection.run((client) => client.get(key)),
    swap: (expected, next) =>
      connection.run(async (client) => {
        const isThere = expected === null ? '0' : '1'
        return (await client.upnextSwapText(key, isThere, expected ?? '', next)) === 1
      }),
  }
}
