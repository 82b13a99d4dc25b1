/** Where a replay writes, and where it notes how far it has come. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { lockDataFolder } from '@upnext/backends'
import { DataFolderOwnedError } from '@upnext/ports'
import type { TopicSpec } from '@upnext/ports'
import { CliError, errorText, usageError } from '../errors.ts'
import { dropState, hasState } from './state.ts'

export type Output =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdout' }
  | { readonly kind: 'topic'; readonly spec: TopicSpec }
  /** Nothing is written: counts and digest are compared only. */
  | { readonly kind: 'check' }

export interface Place {
  /** Holds state and parts, `null` where there are none. */
  readonly folder: string | null
  /** Whether a killed replay goes on from here. */
  readonly resumable: boolean
  readonly manifest: string | null
  /** Lets another process have it; with `done`, or where nothing was noted yet, nothing is left but the output. */
  leave(done: boolean): Promise<void>
}

export interface PlaceWanted {
  readonly output: Output
  /** Name of the topic that is read. */
  readonly source: string
  readonly dataFolder: string
  readonly manifest?: string | undefined
  readonly again: boolean
}

/** Rejects where a replay to the same place is under way, or was finished before, unless it is to be done again. */
export async function openPlace(wanted: PlaceWanted): Promise<Place> {
  const { output, again, manifest: named = null } = wanted
  if (output.kind === 'check') return { folder: null, resumable: false, manifest: named, leave: async () => undefined }
  if (output.kind === 'stdout') {
    const folder = await mkdtemp(join(tmpdir(), 'upnext-replay-'))
    return { folder, resumable: false, manifest: named, leave: () => remove(folder) }
  }
  const base = output.kind === 'file' ? output.path : topicPlace(wanted, output.spec)
  const [folder, manifest] = [`${base}.replay`, named ?? `${base}.manifest.json`]
  if (output.kind === 'file') refuseNoFile(output.path)
  const unfinished = hasState(folder)
  if (!again && !unfinished) {
    const existing = [output.kind === 'file' ? output.path : manifest, manifest].find((path) => existsSync(path))
    if (existing !== undefined) {
      throw new CliError(`${existing} is there: this was replayed before`, { hint: 'say --again to do it once more' })
    }
  }
  if (output.kind === 'file') makeFolder(folder, output.path)
  const lock = await lockPlace(folder)
  if (again) await dropState(folder)
  return {
    folder,
    resumable: true,
    manifest,
    async leave(done) {
      await lock.release()
      // Ended before it noted anything: nothing can go on from there.
      if (done || !hasState(folder)) await remove(folder)
    },
  }
}

function topicPlace({ dataFolder, source }: PlaceWanted, { name }: TopicSpec): string {
  return join(dataFolder, 'replays', `${source}.to.${name}`)
}

/** Written beside and renamed: done to a device, that would replace it. */
function refuseNoFile(path: string): void {
  if (!existsSync(path) || statSync(path).isFile()) return
  throw usageError(`--to: ${path} is no regular file`, 'to write elsewhere, use --to - and redirect')
}

/** Not with its parents: a folder that nobody has made is more likely a slip. (Node also never ends making them below /proc.) */
function makeFolder(folder: string, path: string): void {
  if (existsSync(folder)) return
  const parent = dirname(path)
  if (!existsSync(parent)) throw usageError(`--to: there is no folder ${parent}`)
  if (!statSync(parent).isDirectory()) throw usageError(`--to: ${parent} is no folder`)
  try {
    mkdirSync(folder)
  } catch (cause) {
    throw new CliError(`--to: ${path} cannot be written: ${errorText(cause)}`, { cause })
  }
}

async function lockPlace(folder: string): Promise<{ release(): Promise<void> }> {
  try {
    return await lockDataFolder(folder)
  } catch (cause) {
    if (!(cause instanceof DataFolderOwnedError)) throw cause
    throw new CliError('a replay to the same place is under way', { hint: cause.message, cause })
  }
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}
