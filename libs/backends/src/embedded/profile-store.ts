import type { CommitResult, PartitionView, ProfileBatch, ProfileStore, StoredProfile } from '@upnext/ports'
import { asBuffer } from '@upnext/ports'
import { createGate } from '../gate.ts'
import { generationsPort, positionIn } from '../generations-port.ts'
import { embeddedCapacity } from './profile-capacity.ts'
import { namesOf, removeProfiles, writeMarks } from './profile-names.ts'
import type { Names } from './profile-names.ts'
import { atNewestCommit, lmdbCell, openBytes, readBytes, translateLmdb } from './lmdb.ts'
import type { Bytes } from './lmdb.ts'

const PAGE_KEYS = 500
/** LMDB's own limit is near 2 KB; viewer keys have 22 characters. */
const MAX_KEY_LENGTH = 500

/**
 * Profiles in an LMDB environment of their own.
 *
 * `commit` resolves when the change can be seen and would survive this process, not when it is on the disk: profiles and
 * position travel together, so a machine that loses power only makes the reader read its last moments again.
 */
export function openEmbeddedProfileStore({ folder }: { folder: string }): ProfileStore {
  const db = openBytes(folder)
  const gate = createGate('profile store', translateLmdb('profile store'))
  const removal = {
    close: (generation: number) => gate.run(() => writeMarks(db, generation)),
    removeSome: (generation: number) => gate.run(() => removeProfiles(db, generation)),
  }

  async function* scan(generation: number, partition: number): AsyncIterable<StoredProfile> {
    const names = namesOf(generation, partition)
    let after: string | null = null
    for (;;) {
      const page: StoredProfile[] = await gate.run(() => readPage(db, names, after))
      yield* page
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE_KEYS) return
      after = last.key
    }
  }

  return {
    read: (generation, partition, keys) => {
      const names = namesOf(generation, partition)
      return gate.run(async () => atNewestCommit(db, () => readView(db, names, keys)))
    },
    commit: (batch) => gate.run(async () => db.transaction(() => compareAndSet(db, batch))),
    scan,
    ...generationsPort(lmdbCell(db, 'generations'), gate, removal),
    capacity: (generation) => embeddedCapacity(db, folder, generation, (page) => gate.run(page)),
    close: () => gate.close(() => db.close()),
  }
}

function readView(db: Bytes, names: Names, keys: readonly string[]): PartitionView {
  return { position: readPosition(db, names), profiles: keys.map((key) => readBytes(db, names.profile(key))) }
}

function readPosition(db: Bytes, names: Names): number {
  return positionIn(readBytes(db, names.position)?.toString('latin1') ?? '0', names.generation)
}

/** Runs inside a transaction. Everything that could throw is looked at first: half a batch must never be committed. */
function compareAndSet(db: Bytes, batch: ProfileBatch): CommitResult {
  const names = namesOf(batch.generation, batch.partition)
  const tooLong = batch.profiles.find(({ key }) => key.length > MAX_KEY_LENGTH)
  if (tooLong !== undefined) throw new RangeError(`a viewer key has at most ${MAX_KEY_LENGTH} characters`)
  const position = readPosition(db, names)
  if (position !== batch.expected) return { ok: false, position }
  for (const { key, bytes } of batch.profiles) {
    if (bytes === null) db.removeSync(names.profile(key))
    else db.putSync(names.profile(key), asBuffer(bytes))
  }
  db.putSync(names.position, Buffer.from(String(batch.next), 'latin1'))
  return { ok: true }
}

function readPage(db: Bytes, names: Names, after: string | null): Promise<StoredProfile[]> {
  return Promise.resolve(atNewestCommit(db, () => pageOf(db, names, after)))
}

function pageOf(db: Bytes, names: Names, after: string | null): StoredProfile[] {
  const prefix = names.profile('')
  const range = {
    start: after === null ? prefix : names.profile(after),
    end: `${names.position};`,
    limit: PAGE_KEYS + 1,
  }
  const keys = [...db.getKeys(range)].map((key) => key.slice(prefix.length)).filter((key) => key !== after)
  const page: StoredProfile[] = []
  for (const key of keys.slice(0, PAGE_KEYS)) {
    const bytes = readBytes(db, names.profile(key))
    if (bytes !== null) page.push({ key, bytes })
  }
  return page
}
