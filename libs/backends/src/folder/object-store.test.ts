import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { StoreUnavailableError, systemClock } from '@upnext/ports'
import { withTempFolder } from '@upnext/testkit'
import { openFolderObjectStore } from './object-store.ts'

describe('an object store in a folder', () => {
  it('removes what killed writers have left, and leaves what is being written now', () =>
    withTempFolder(async (folder) => {
      const store = await openFolderObjectStore({ folder, clock: systemClock })
      await store.write('a', Buffer.of(1))
      const [old, fresh] = [join(folder, '.aside', 'old.tmp'), join(folder, '.aside', 'fresh.tmp')]
      await writeFile(old, 'half')
      await writeFile(fresh, 'half')
      const twoHoursAgo = (systemClock.now() - 7_200_000) / 1000
      await utimes(old, twoHoursAgo, twoHoursAgo)
      const again = await openFolderObjectStore({ folder, clock: systemClock })
      expect(await again.list('')).toEqual([{ name: 'a', sizeBytes: 1 }])
      expect(await readdir(join(folder, '.aside'))).toEqual(['fresh.tmp'])
    }))

  it('is read also where what was left behind cannot be removed', () =>
    withTempFolder(async (folder) => {
      const store = await openFolderObjectStore({ folder, clock: systemClock })
      await store.write('a', Buffer.of(1))
      // A folder is not removed like a file: this fails also for root, as a read-only file system does.
      const left = join(folder, '.aside', 'old.tmp')
      await mkdir(left)
      await utimes(left, 0, 0)
      const reader = await openFolderObjectStore({ folder, clock: systemClock })
      expect(await reader.read('a')).toEqual(Buffer.of(1))
    }))

  it('leaves nothing aside, neither after a write nor after one that failed', () =>
    withTempFolder(async (folder) => {
      const store = await openFolderObjectStore({ folder, clock: systemClock })
      await store.write('a/b', Buffer.of(1))
      await mkdir(join(folder, 'a', 'folder'))
      await expect(store.write('a/folder', Buffer.of(1))).rejects.toThrow(StoreUnavailableError)
      expect(await readdir(join(folder, '.aside'))).toEqual([])
    }))

  it('does not list what is none of its objects', () =>
    withTempFolder(async (folder) => {
      const store = await openFolderObjectStore({ folder, clock: systemClock })
      await mkdir(join(folder, 'lost+found'))
      await writeFile(join(folder, 'lost+found', 'x'), 'x')
      await writeFile(join(folder, '.hidden'), 'x')
      expect(await store.list('')).toEqual([])
    }))
})
