import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tempFolder } from '@upnext/testkit'
import { fileOf } from '../testing/files.ts'
import { readPairs } from './read-pairs.ts'

let folder: Awaited<ReturnType<typeof tempFolder>>
beforeAll(async () => {
  folder = await tempFolder()
})
afterAll(() => folder.remove())

describe('readPairs', () => {
  it('reads a line a viewer, without time', async () => {
    const train = await fileOf(folder.path, 'train.txt', '7 a b', '8 b c', '9')
    const test = await fileOf(folder.path, 'test.txt', '7 c new', '8')
    const dataset = await readPairs({ train, test })
    expect(dataset.timeless).toBe(true)
    expect(dataset.train).toHaveLength(4)
    expect(new Set(dataset.train.atMs).size).toBe(1)
    expect([...dataset.test.items].map((item) => dataset.itemIds[item])).toEqual(['c', 'new'])
  })

  it('counts a pair once, and says how often it was repeated', async () => {
    const train = await fileOf(folder.path, 'train.txt', '7 a b a', '8 b', '7 b')
    const test = await fileOf(folder.path, 'test.txt', '7 c')
    const dataset = await readPairs({ train, test })
    expect(dataset.train).toHaveLength(3)
    expect(dataset.facts).toEqual({ duplicateRows: 2 })
  })

  it('refuses files without data, and says which', async () => {
    const train = await fileOf(folder.path, 'train.txt', '7 a b', '8 b')
    const empty = await fileOf(folder.path, 'empty.txt')
    await expect(readPairs({ train, test: empty })).rejects.toThrow('empty.txt is empty')
    await expect(readPairs({ train, test: '/nowhere' })).rejects.toThrow('cannot read /nowhere')
    const nothing = await fileOf(folder.path, 'nothing.txt', '7', '8')
    await expect(readPairs({ train, test: nothing })).rejects.toThrow('nothing is held out')
  })
})
