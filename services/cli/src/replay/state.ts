/** How far a replay has come, written down so that a killed one goes on where it was. */
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Slice } from '@upnext/history'
import { isMissing, writeWhole } from '@upnext/service-kit'
import { z } from 'zod'
import { CliError } from '../errors.ts'
import { EMPTY_CHAIN } from './record-bytes.ts'

const count = z.int().nonnegative()

const PartitionSchema = z.strictObject({
  start: count,
  end: count,
  /** Next offset to read. */
  next: count,
  read: count,
  written: count,
  /** Length of the part file that goes with the rest. */
  bytes: count,
  /** Digest of what was written. */
  chain: z.hex().length(64),
})

const StateSchema = z.strictObject({
  version: z.literal(1),
  /** What was asked for: another request does not go on from here. */
  request: z.string(),
  partitions: z.array(PartitionSchema),
  /** Of a merge by time, how far each part file was sent; `null` before it. */
  sent: z.array(count).nullable(),
})

export type PartitionState = z.infer<typeof PartitionSchema>
/** Changes as the replay goes on. */
export type ReplayState = z.infer<typeof StateSchema>

const FILE = 'state.json'

export function freshState(request: string, slice: Slice): ReplayState {
  const partitions = slice.map(({ start, end }) => {
    return { start, end, next: start, read: 0, written: 0, bytes: 0, chain: EMPTY_CHAIN }
  })
  return { version: 1, request, partitions, sent: null }
}

/** Whether a replay is unfinished there. */
export function hasState(folder: string): boolean {
  return existsSync(join(folder, FILE))
}

/** The next replay begins anew. */
export async function dropState(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true })
}

/** `null` where there is none. */
export async function readState(folder: string): Promise<ReplayState | null> {
  const path = join(folder, FILE)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw new CliError(`cannot read ${path}`, { cause })
  })
  if (text === null) return null
  const parsed = StateSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new CliError(`${path} is not the state of a replay`, { hint: 'say --again to replay from the start' })
}

export interface StateKeeper {
  /** Resolves once the state, as it was at the call or later, is on the disk. Calls that come together share one write. */
  save(): Promise<void>
}

/** `before` runs ahead of every write: what the state says must be on the disk first. */
export function createStateKeeper(folder: string, state: ReplayState, before: () => Promise<void>): StateKeeper {
  let last: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | null = null
  const write = async (): Promise<void> => {
    waiting = null
    // Taken before the parts are synced: what comes meanwhile is not promised yet.
    const text = JSON.stringify(state)
    await before()
    await writeWhole(join(folder, FILE), `${text}\n`)
  }
  return {
    save: () => {
      waiting ??= last = last.catch(() => undefined).then(write)
      return waiting
    },
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
