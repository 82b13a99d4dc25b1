import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tempFolder } from '@upnext/testkit'
import { fileOf } from '../testing/files.ts'
import { readSequences } from './read-sequences.ts'
import { rowsByViewer } from './rows.ts'

let folder: Awaited<ReturnType<typeof tempFolder>>
beforeAll(async () => {
  folder = await tempFolder()
})
afterAll(() => folder.remove())

describe('readSequences', () => {
  it("makes ages of places: everybody's last item is equally old", async () => {
    const train = await fileOf(folder.path, 'train.txt', 'a b c', 'b')
    const test = await fileOf(folder.path, 'test.txt', 'd', 'a')
    const dataset = await readSequences({ train, test, histories: null })
    const rowsOf = rowsByViewer(dataset.train, 2)
    const agesOf = (viewer: number): number[] =>
      [...rowsOf(viewer)].map((row) => (dataset.cutMs - (dataset.train.atMs[row] ?? 0)) / 1000)
    expect(agesOf(0)).toEqual([3, 2, 1])
    expect(agesOf(1)).toEqual([1])
    expect([...dataset.test.atMs]).toEqual([dataset.cutMs, dataset.cutMs])
  })

  it('asks from other histories where there are some', async () => {
    const train = await fileOf(folder.path, 'train.txt', 'a b', 'b c')
    const histories = await fileOf(folder.path, 'histories.txt', 'c')
    const test = await fileOf(folder.path, 'test.txt', 'a')
    const dataset = await readSequences({ train, test, histories })
    expect(dataset.train).toHaveLength(4)
    expect(dataset.histories).toHaveLength(1)
  })

  it('refuses files that do not fit together', async () => {
    const train = await fileOf(folder.path, 'train.txt', 'a b', 'b c')
    const short = await fileOf(folder.path, 'short.txt', 'a')
    await expect(readSequences({ train, test: short, histories: null })).rejects.toThrow('short.txt has 1 lines')
    const wide = await fileOf(folder.path, 'wide.txt', 'a', '1 a b')
    await expect(readSequences({ train, test: wide, histories: null })).rejects.toThrow('line 2 has more than one item')
  })
})
