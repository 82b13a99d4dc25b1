import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capacity } from '@upnext/ports'
import { atNewestCommit } from './lmdb.ts'
import type { Bytes } from './lmdb.ts'
import { rangeOf } from './profile-names.ts'

const PAGE_KEYS = 1000
/** LMDB's header of an entry. */
const ENTRY_BYTES = 16
/** Pages of a tree that grew at random are about two thirds full. */
const PAGE_FILL = 2 / 3

type Page = <T>(read: () => Promise<T>) => Promise<T>

/** The limit is what the file may grow to before the disk is full. */
export async function embeddedCapacity(db: Bytes, folder: string, generation: number, page: Page): Promise<Capacity> {
  const generationBytes = await bytesOf(db, generation, page)
  const { usedBytes, freeBytes } = await page(async () => {
    const [{ size }, { bavail, bsize }] = await Promise.all([stat(join(folder, 'data.mdb')), statfs(folder)])
    return { usedBytes: size, freeBytes: bavail * bsize }
  })
  return { usedBytes, limitBytes: usedBytes + freeBytes, generationBytes }
}

async function bytesOf(db: Bytes, generation: number, page: Page): Promise<number> {
  const { start, end } = rangeOf(generation)
  let bytes = 0
  let after: string | null = start
  while (after !== null) {
    const from: string = after
    const found: SizedPage = await page(async () => atNewestCommit(db, () => sizedPage(db, from, end)))
    bytes += found.bytes
    after = found.last
  }
  return Math.ceil(bytes / PAGE_FILL)
}

interface SizedPage {
  readonly bytes: number
  /** Where the next page begins: it is counted there. `null` where this was the last page. */
  readonly last: string | null
}

function sizedPage(db: Bytes, start: string, end: string): SizedPage {
  const names = [...db.getKeys({ start, end, limit: PAGE_KEYS + 1 })]
  const last = names.length > PAGE_KEYS ? (names.pop() ?? null) : null
  const bytes = names.reduce((sum, name) => sum + name.length + (db.getBinaryFast(name)?.length ?? 0) + ENTRY_BYTES, 0)
  return { bytes, last }
}
