/** Where profiles and positions stand in their LMDB environment, and how a whole generation of them is removed. */
import { VIEWER_PARTITIONS } from '@upnext/ports'
import { DROPPED_MARK } from '../generations-port.ts'
import { flushed } from './lmdb.ts'
import type { Bytes } from './lmdb.ts'

const REMOVED_A_STEP = 500

export interface Names {
  readonly generation: number
  readonly position: string
  profile(key: string): string
}

/** The position's key stands outside the range of its profiles: `g1:p03` sorts before `g1:p03:`. */
export function namesOf(generation: number, partition: number): Names {
  const position = `g${generation}:p${String(partition).padStart(2, '0')}`
  return { generation, position, profile: (key) => `${position}:${key}` }
}

/** Every key of a generation, positions among them. */
export function rangeOf(generation: number): { readonly start: string; readonly end: string } {
  return { start: `g${generation}:p`, end: `g${generation}:q` }
}

export function isPosition(name: string): boolean {
  return name.split(':', 3).length === 2
}

export async function writeMarks(db: Bytes, generation: number): Promise<void> {
  await db.transaction(() => {
    for (let partition = 0; partition < VIEWER_PARTITIONS; partition++)
      db.putSync(namesOf(generation, partition).position, Buffer.from(DROPPED_MARK, 'latin1'))
  })
  await flushed(db)
}

/** Removes some profiles in one transaction, positions stay; false where there were none. */
export async function removeProfiles(db: Bytes, generation: number): Promise<boolean> {
  return db.transaction(() => {
    const range = { ...rangeOf(generation), limit: REMOVED_A_STEP + VIEWER_PARTITIONS }
    const names = [...db.getKeys(range)].filter((name) => !isPosition(name))
    for (const name of names) db.removeSync(name)
    return names.length > 0
  })
}
