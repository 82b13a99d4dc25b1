import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ClosedError } from '../errors.ts'
import type { ProfileStore } from '../profile-store.ts'
import { dropContract } from './profile-drop.contract.ts'
import { generationContract } from './profile-generations.contract.ts'
import { batchOf, bytesOf, collect, range, textOf } from './store-examples.ts'

export interface ProfileStoreHarness {
  /** Another handle on the same data. Called again after a close, it is a restart. */
  open(): Promise<ProfileStore>
  /** Removes the data. All handles are closed by then. */
  destroy(): Promise<void>
}

/** The promises of a ProfileStore. `makeHarness` gives an empty store. */
export function profileStoreContract(name: string, makeHarness: () => Promise<ProfileStoreHarness>): void {
  describe(`${name} keeps the promises of a ProfileStore:`, () => {
    let harness: ProfileStoreHarness | undefined
    let store: ProfileStore
    let handles: ProfileStore[] = []

    const openAnother = async (): Promise<ProfileStore> => {
      if (harness === undefined) throw new Error('the harness is not ready')
      const handle = await harness.open()
      handles.push(handle)
      return handle
    }

    beforeEach(async () => {
      harness = await makeHarness()
      store = await openAnother()
    })

    afterEach(async () => {
      await Promise.all(handles.map((handle) => handle.close()))
      handles = []
      await harness?.destroy()
      harness = undefined
    })

    it('answers position 0 and null where nothing was written', async () => {
      expect(await store.read(1, 7, ['a', 'b'])).toEqual({ position: 0, profiles: [null, null] })
      expect(await store.read(1, 7, [])).toEqual({ position: 0, profiles: [] })
    })

    it('writes profiles and position together', async () => {
      expect(await store.commit(batchOf({ next: 5, profiles: { a: 'one', b: 'two' } }))).toEqual({ ok: true })
      const view = await store.read(1, 0, ['b', 'nobody', 'a'])
      expect(view.position).toBe(5)
      expect(view.profiles.map(textOf)).toEqual(['two', null, 'one'])
    })

    it('writes nothing when the position is another than expected, and answers the one that it found', async () => {
      await store.commit(batchOf({ next: 5, profiles: { a: 'one' } }))
      const late = batchOf({ expected: 4, next: 9, profiles: { a: 'late', b: 'late' } })
      expect(await store.commit(late)).toEqual({ ok: false, position: 5 })
      const early = batchOf({ expected: 0, next: 9, profiles: { a: 'early' } })
      expect(await store.commit(early)).toEqual({ ok: false, position: 5 })
      const view = await store.read(1, 0, ['a', 'b'])
      expect([view.position, ...view.profiles.map(textOf)]).toEqual([5, 'one', null])
    })

    it('refuses the same batch a second time', async () => {
      const batch = batchOf({ expected: 0, next: 3, profiles: { a: 'one' } })
      await store.commit(batch)
      expect(await store.commit(batch)).toEqual({ ok: false, position: 3 })
    })

    it('moves the position without profiles, and far', async () => {
      const next = Number.MAX_SAFE_INTEGER
      expect(await store.commit(batchOf({ next, profiles: {} }))).toEqual({ ok: true })
      expect((await store.read(1, 0, [])).position).toBe(next)
      expect(await store.commit(batchOf({ expected: next, next: 1, profiles: {} }))).toEqual({ ok: true })
    })

    it('deletes what is null, also where nothing is', async () => {
      await store.commit(batchOf({ next: 1, profiles: { a: 'one', b: 'two' } }))
      await store.commit(batchOf({ expected: 1, next: 2, profiles: { c: 'three', a: null, nobody: null, b: 'new' } }))
      const view = await store.read(1, 0, ['a', 'b', 'c', 'nobody'])
      expect(view.profiles.map(textOf)).toEqual([null, 'new', 'three', null])
    })

    it('lets the later entry count where a batch names a viewer twice', async () => {
      const once = batchOf({ next: 1, profiles: { a: 'one', b: null } })
      const again = batchOf({ next: 1, profiles: { a: null, b: 'two' } })
      await store.commit({ ...once, profiles: [...once.profiles, ...again.profiles] })
      expect((await store.read(1, 0, ['a', 'b'])).profiles.map(textOf)).toEqual([null, 'two'])
    })

    it('keeps partitions and generations apart', async () => {
      await store.commit(batchOf({ partition: 1, next: 10, profiles: { a: 'p1' } }))
      await store.commit(batchOf({ partition: 11, next: 11, profiles: { a: 'p11' } }))
      await store.commit(batchOf({ generation: 2, partition: 1, next: 20, profiles: { a: 'g2' } }))
      const views = await Promise.all([store.read(1, 1, ['a']), store.read(1, 11, ['a']), store.read(2, 1, ['a'])])
      expect(views.map(({ position, profiles }) => [position, ...profiles.map(textOf)])).toEqual([
        [10, 'p1'],
        [11, 'p11'],
        [20, 'g2'],
      ])
      expect((await collect(store.scan(1, 1))).map(({ bytes }) => textOf(bytes))).toEqual(['p1'])
    })

    it('gives back every byte as it was', async () => {
      const every = Uint8Array.from(range(256))
      const inTheMiddle = new Uint8Array(300).fill(9).subarray(20, 30)
      const large = Uint8Array.from(range(64 * 1024), (i) => (i * 31) % 251)
      const profiles = [
        { key: 'every', bytes: every },
        { key: 'middle', bytes: inTheMiddle },
        { key: 'large', bytes: large },
        { key: 'empty', bytes: new Uint8Array(0) },
      ]
      await store.commit({ ...batchOf({ next: 1, profiles: {} }), profiles })
      const view = await store.read(1, 0, ['every', 'middle', 'large', 'empty', 'every'])
      const expected = [every, inTheMiddle, large, new Uint8Array(0), every]
      expect(view.profiles.map((bytes) => bytes && Uint8Array.from(bytes))).toEqual(
        expected.map((b) => Uint8Array.from(b)),
      )
    })

    it('lets exactly one of many racing writers win each round, and shows nothing of the losers', async () => {
      const writers = [store, await openAnother(), await openAnother()]
      for (const round of range(15)) {
        const attempts = range(9).map((w) =>
          (writers[w % writers.length] ?? store).commit(
            batchOf({
              expected: round,
              next: round + 1,
              profiles: { a: `${round} ${w}`, b: `${round} ${w}`, [`only${w}`]: 'x' },
            }),
          ),
        )
        const results = await Promise.all(attempts)
        const won = results.flatMap((result, w) => (result.ok ? [w] : []))
        expect(won).toHaveLength(1)
        expect(results.filter((result) => !result.ok)).toEqual(Array(8).fill({ ok: false, position: round + 1 }))
        const view = await store.read(1, 0, ['a', 'b'])
        expect(view.profiles.map(textOf)).toEqual(Array(2).fill(`${round} ${won[0]}`))
        const winners = (await collect(store.scan(1, 0))).filter(({ key }) => key.startsWith('only'))
        expect(winners.length).toBeLessThanOrEqual(round + 1)
      }
    })

    it('reads profiles and position as they were at one instant', async () => {
      const reader = await openAnother()
      const keys = range(20).map((i) => `viewer${i}`)
      const rounds = 150
      const progress = { writing: true }
      const write = async (): Promise<void> => {
        for (const round of range(rounds)) {
          const profiles = Object.fromEntries(keys.map((key) => [key, String(round + 1)]))
          await store.commit(batchOf({ expected: round, next: round + 1, profiles }))
        }
        progress.writing = false
      }
      const written = write()
      const seen = new Set<number>()
      while (progress.writing) {
        const view = await reader.read(1, 0, keys)
        const expected = view.position === 0 ? null : String(view.position)
        expect(new Set(view.profiles.map(textOf))).toEqual(new Set([expected]))
        seen.add(view.position)
        // A store in this process may answer without ever letting the writer have its turn.
        await nextTurn()
      }
      await written
      expect(seen.size).toBeGreaterThan(1)
      expect((await reader.read(1, 0, [])).position).toBe(rounds)
    })

    it('shows a commit to every other handle as soon as it is answered', async () => {
      const reader = await openAnother()
      for (const round of range(50)) {
        await reader.read(1, 0, [])
        await store.commit(batchOf({ expected: round, next: round + 1, profiles: { a: String(round) } }))
        expect((await reader.read(1, 0, [])).position).toBe(round + 1)
      }
    })

    it('scans every profile of a partition once, and no deleted one', async () => {
      const names = range(1234).map((i) => `viewer${i}`)
      for (const at of range(7)) {
        const part = names.slice(at * 200, (at + 1) * 200)
        const profiles = Object.fromEntries(part.map((key) => [key, `of ${key}`]))
        await store.commit(batchOf({ expected: at, next: at + 1, profiles }))
      }
      await store.commit(batchOf({ partition: 1, next: 1, profiles: { stranger: 'x' } }))
      await store.commit(batchOf({ expected: 7, next: 8, profiles: { viewer0: null } }))
      const scanned = await collect(store.scan(1, 0))
      expect(scanned.map(({ key }) => key).sort()).toEqual(names.slice(1).sort())
      expect(scanned.every(({ key, bytes }) => textOf(bytes) === `of ${key}`)).toBe(true)
      expect(await collect(store.scan(9, 0))).toEqual([])
    })

    it('keeps everything over a restart', async () => {
      await store.commit(batchOf({ next: 5, profiles: { a: 'one' } }))
      await store.createGeneration({ generation: 1, foldVersion: 3, createdAtMs: 4 })
      await store.close()
      const reopened = await openAnother()
      const view = await reopened.read(1, 0, ['a'])
      expect([view.position, ...view.profiles.map(textOf)]).toEqual([5, 'one'])
      expect((await reopened.generations()).active).toBe(1)
    })

    it('waits for what is under way when it is closed', async () => {
      const busy = range(40).map((partition) =>
        store.commit(batchOf({ partition, next: 1, profiles: { a: String(partition) } })),
      )
      await store.close()
      expect(await Promise.all(busy)).toEqual(Array(40).fill({ ok: true }))
      const reopened = await openAnother()
      const views = await Promise.all(range(40).map((partition) => reopened.read(1, partition, ['a'])))
      expect(views.map(({ profiles }) => textOf(profiles[0] ?? null))).toEqual(range(40).map(String))
    })

    it('refuses everything after close, which may be called again', async () => {
      await store.commit(batchOf({ next: 1, profiles: Object.fromEntries(range(5).map((i) => [`v${i}`, 'x'])) }))
      await Promise.all([store.close(), store.close()])
      await store.close()
      await expect(store.read(1, 0, ['a'])).rejects.toThrow(ClosedError)
      await expect(store.commit(batchOf({ next: 1, profiles: {} }))).rejects.toThrow(ClosedError)
      await expect(store.generations()).rejects.toThrow(ClosedError)
      await expect(store.activateGeneration(1, 2)).rejects.toThrow(ClosedError)
      await expect(collect(store.scan(1, 0))).rejects.toThrow(ClosedError)
    })

    it('does not keep what it was given: the caller may write over its buffers', async () => {
      const bytes = bytesOf('before')
      await store.commit({ ...batchOf({ next: 1, profiles: {} }), profiles: [{ key: 'a', bytes }] })
      bytes.fill(0)
      const first = await store.read(1, 0, ['a'])
      first.profiles[0]?.fill(1)
      expect((await store.read(1, 0, ['a'])).profiles.map(textOf)).toEqual(['before'])
    })

    generationContract({ store: () => store, openAnother })
    dropContract({ store: () => store, openAnother })
  })
}
