import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ObjectStore } from '../object-store.ts'
import { noise, range } from './store-examples.ts'

export interface ObjectStoreHarness {
  /** Another handle on the same data: another process, or the same one after a restart. */
  open(): Promise<ObjectStore>
  /** Removes the data. */
  destroy(): Promise<void>
}

const MIB = 1024 * 1024

/** The promises of an ObjectStore. `makeHarness` gives an empty store. */
export function objectStoreContract(name: string, makeHarness: () => Promise<ObjectStoreHarness>): void {
  describe(`${name} keeps the promises of an ObjectStore:`, () => {
    let harness: ObjectStoreHarness
    let store: ObjectStore

    beforeEach(async () => {
      harness = await makeHarness()
      store = await harness.open()
    })

    afterEach(() => harness.destroy())

    const names = async (prefix: string): Promise<string[]> => (await store.list(prefix)).map((found) => found.name)

    it('is empty at first', async () => {
      expect(await store.list('')).toEqual([])
      expect(await store.list('a/b')).toEqual([])
      expect(await store.read('a/b')).toBeNull()
    })

    it.each([
      ['no bytes', 0],
      ['one byte', 1],
      ['20 MiB', 20 * MIB],
    ])('gives back an object of %s as it was, also over a restart', async (_, sizeBytes) => {
      const bytes = noise(sizeBytes, sizeBytes + 1)
      await store.write('a/b=1/c.bin', bytes)
      expect(same(await store.read('a/b=1/c.bin'), bytes)).toBe(true)
      expect(same(await (await harness.open()).read('a/b=1/c.bin'), bytes)).toBe(true)
      expect(await store.list('')).toEqual([{ name: 'a/b=1/c.bin', sizeBytes }])
    })

    it('lists by prefix, in the order of names', async () => {
      const all = ['b', 'a/x/2', 'a/x/10', 'a-1', 'a/x.1', 'ab/c', 'a/x/1', 'a0']
      for (const each of all) await store.write(each, Buffer.from(each))
      expect(await names('')).toEqual([...all].sort())
      expect(await names('a/')).toEqual(['a/x.1', 'a/x/1', 'a/x/10', 'a/x/2'])
      expect(await names('a/x')).toEqual(['a/x.1', 'a/x/1', 'a/x/10', 'a/x/2'])
      expect(await names('a/x/1')).toEqual(['a/x/1', 'a/x/10'])
      expect(await names('a/x/2')).toEqual(['a/x/2'])
      expect(await names('c/')).toEqual([])
    })

    it('replaces what has the name already', async () => {
      await store.write('a/b', Buffer.from('a long first one'))
      await store.write('a/b', Buffer.from('second'))
      expect(same(await store.read('a/b'), Buffer.from('second'))).toBe(true)
      expect(await store.list('a')).toEqual([{ name: 'a/b', sizeBytes: 6 }])
    })

    it('removes, and does not mind what is not there', async () => {
      await store.write('a/b', Buffer.of(1))
      await store.remove('a/b')
      await store.remove('a/b')
      await store.remove('never/there')
      expect(await store.read('a/b')).toBeNull()
      expect(await names('')).toEqual([])
    })

    it('hands out bytes of its own', async () => {
      const bytes = Buffer.from('as written')
      await store.write('a', bytes)
      bytes.fill(0)
      const first = await store.read('a')
      first?.fill(0)
      expect(same(await store.read('a'), Buffer.from('as written'))).toBe(true)
    })

    it('never shows half an object to somebody who looks while it is written', async () => {
      const reader = await harness.open()
      const versions = range(12).map((n) => Buffer.alloc(2 * MIB + n, n))
      const progress = { writing: true }
      const writing = (async () => {
        for (const version of versions) await store.write('a/b', version)
      })().finally(() => (progress.writing = false))
      let looks = 0
      while (progress.writing) {
        const found = await reader.read('a/b')
        const version = versions[found?.[0] ?? -1]
        expect(found === null || same(found, version ?? null)).toBe(true)
        const [listed] = await reader.list('a/')
        expect(listed === undefined || versions.some(({ length }) => length === listed.sizeBytes)).toBe(true)
        looks += 1
      }
      await writing
      expect(looks).toBeGreaterThan(1)
      expect(same(await reader.read('a/b'), versions.at(-1) ?? null)).toBe(true)
    })

    it('lets one of several that write the same name at once win, whole', async () => {
      const handles = [store, await harness.open(), await harness.open()]
      const versions = range(9).map((n) => Buffer.alloc(MIB, n))
      await Promise.all(versions.map((version, n) => (handles[n % 3] ?? store).write('a/b', version)))
      const found = await store.read('a/b')
      expect(versions.some((version) => same(found, version))).toBe(true)
      expect(await names('')).toEqual(['a/b'])
    })

    it.each(['', '/a', 'a/', 'a//b', '..', 'a/../b', './a', 'a/.b', 'a b', 'a\\b', 'ä', 'a\0b', 'x'.repeat(501)])(
      'refuses the name %j',
      async (bad) => {
        await expect(store.read(bad)).rejects.toThrow(RangeError)
        await expect(store.write(bad, Buffer.of(1))).rejects.toThrow(RangeError)
        await expect(store.remove(bad)).rejects.toThrow(RangeError)
        expect(await names('')).toEqual([])
      },
    )
  })
}

function same(found: Uint8Array | null, expected: Uint8Array | null): boolean {
  return found !== null && expected !== null && Buffer.compare(found, expected) === 0
}
