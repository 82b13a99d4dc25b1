import { join } from 'node:path'
import { modelStoreContract, profileStoreContract } from '@upnext/ports/contract'
import { tempFolder } from '@upnext/testkit'
import { openBytes } from './lmdb.ts'
import type { Bytes } from './lmdb.ts'
import { openEmbeddedModelStore } from './model-store.ts'
import { openEmbeddedProfileStore } from './profile-store.ts'

profileStoreContract('the embedded profile store', async () => {
  const { path, remove } = await tempFolder()
  return { open: () => Promise.resolve(openEmbeddedProfileStore({ folder: join(path, 'profiles') })), destroy: remove }
})

modelStoreContract('the embedded model store', async () => {
  const { path, remove } = await tempFolder()
  const folder = join(path, 'models')
  return {
    open: () => Promise.resolve(openEmbeddedModelStore({ folder })),
    damage: (id, how) => withBytes(folder, (db) => damageLastChunk(db, id, how)),
    destroy: remove,
  }
})

async function damageLastChunk(db: Bytes, id: string, how: 'change' | 'cut' | 'remove'): Promise<void> {
  const prefix = `chunk:${id}:`
  const key = [...db.getKeys({ start: prefix, end: `${prefix}~` })].at(-1)
  const bytes = key === undefined ? undefined : db.get(key)
  if (key === undefined || bytes === undefined) throw new Error(`model ${id} has no pieces`)
  if (how === 'remove') await db.remove(key)
  else await db.put(key, how === 'cut' ? bytes.subarray(1) : flipped(bytes))
}

function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed[0] = (changed[0] ?? 0) ^ 1
  return changed
}

async function withBytes(folder: string, work: (db: Bytes) => Promise<void>): Promise<void> {
  const db = openBytes(folder)
  try {
    await work(db)
  } finally {
    await db.close()
  }
}
