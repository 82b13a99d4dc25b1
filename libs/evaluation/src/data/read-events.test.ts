import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tempFolder } from '@upnext/testkit'
import { fileOf } from '../testing/files.ts'
import type { Dataset } from './dataset.ts'
import type { EventFiles } from './read-events.ts'
import { readEvents } from './read-events.ts'

let folder: Awaited<ReturnType<typeof tempFolder>>
beforeAll(async () => {
  folder = await tempFolder()
})
afterAll(() => folder.remove())

const COLUMNS = { user: 'who', item: 'what', time: 'when' }
const DEFAULTS = { test: [], columns: COLUMNS, cut: 0.5, minItemCount: 1, ratingMax: null, content: null }

async function read(lines: readonly string[], options: Partial<EventFiles> = {}): Promise<Dataset> {
  const data = await fileOf(folder.path, 'data.csv', ...lines)
  return readEvents({ ...DEFAULTS, data: [data], ...options })
}

function itemsOf({ itemIds }: Dataset, rows: Dataset['train']): string[] {
  return [...rows.items].map((item) => itemIds[item] ?? '')
}

const FOUR = ['who,what,when', 'a,x,1', 'b,y,2', 'a,y,3', 'b,z,4']

describe('readEvents', () => {
  it('holds out what comes at or after the quantile of time', async () => {
    const dataset = await read(FOUR)
    expect(dataset.cutMs).toBe(2500)
    expect(itemsOf(dataset, dataset.train)).toEqual(['x', 'y'])
    expect(itemsOf(dataset, dataset.test)).toEqual(['y', 'z'])
  })

  it('holds out the test file where there is one; the cut follows from the training file alone', async () => {
    const test = await fileOf(folder.path, 'test.tsv', 'who\twhat\twhen', 'a\tnew\t1970-01-01T00:00:09Z')
    const dataset = await read(FOUR, { test: [test] })
    expect(dataset.train).toHaveLength(4)
    expect(itemsOf(dataset, dataset.test)).toEqual(['new'])
    expect([...dataset.test.atMs]).toEqual([9000])
    expect(dataset.cutMs).toBe(4001)
  })

  it('sorts by time, keeps the order of the file within one instant, and says so', async () => {
    const dataset = await read(['who,what,when', 'a,z,3', 'b,y,1.5', 'a,x,1.5', 'b,w,4'])
    expect(itemsOf(dataset, dataset.train)).toEqual(['y', 'x'])
    expect([...dataset.train.atMs]).toEqual([1500, 1500])
    expect(dataset.facts).toMatchObject({ unsortedRows: 2 })
  })

  it('leaves out items with few rows in all files together', async () => {
    const dataset = await read(FOUR, { minItemCount: 2, cut: 0.9 }).catch((error: unknown) => error)
    expect(dataset).toMatchObject({
      message: 'the training part has one item only: there is nothing to rank or to compare',
    })
  })

  it('counts rows that repeat another', async () => {
    const dataset = await read([...FOUR, 'b,z,4'])
    expect(dataset.facts).toMatchObject({ duplicateRows: 1 })
  })

  it('leaves out what it cannot read, by reason and with the first line', async () => {
    const columns = { ...COLUMNS, rating: 'stars' }
    const lines = [
      'who,what,when,stars',
      'a,x,1,4',
      'b,y,2,NaN',
      'b,x,2,',
      'b,y,soon,3',
      'b,y,2,3',
      'a,y,4,4',
      'a,z,5,4',
    ]
    const dataset = await read(lines, { columns })
    expect(dataset.facts['unreadable']).toEqual({
      'not a rating': { rows: 2, first: expect.stringMatching(/data\.csv:3$/) },
      'not a time': { rows: 1, first: expect.stringMatching(/data\.csv:5$/) },
    })
    expect(dataset.ratingMax).toBe(5)
  })

  it('takes the next usual scale that holds the greatest rating', async () => {
    const columns = { ...COLUMNS, rating: 'stars' }
    const lines = ['who,what,when,stars', 'a,x,1,4', 'b,y,2,7', 'a,y,3,1', 'a,z,4,1']
    expect((await read(lines, { columns })).ratingMax).toBe(10)
    expect((await read(lines, { columns, ratingMax: 8 })).ratingMax).toBe(8)
    await expect(read([...lines, 'a,x,4,500'], { columns })).rejects.toThrow('which one is the best')
  })

  it('makes tokens of content columns', async () => {
    const path = await fileOf(folder.path, 'items.csv', 'id,genres,year', 'x,Drama|War,1999', 'q,(no genres listed),')
    const content = { path, idColumn: 'id', contentColumns: ['genres', 'year'] }
    const dataset = await read(FOUR, { content })
    expect([...dataset.content.values()]).toEqual([['genres:Drama', 'genres:War', 'year:1999']])
  })

  it('takes a history of 100,000 items', async () => {
    const long = Array.from({ length: 100_000 }, (_, at) => `a,item-${at % 70_000},${at}`)
    const dataset = await read(['who,what,when', ...long, 'b,item-1,0'])
    expect(dataset.train.length + dataset.test.length).toBe(100_001)
  })

  it.each([
    [['who,what,when'], 'has no rows'],
    [[], 'has no rows'],
    [['who,what', 'a,x'], '--columns: there is no column "when"'],
    [['who,what,when', 'a,x,soon'], 'no row of'],
    [['who,what,when', 'a,x,1', 'b,x,2', 'a,x,3'], 'the training part has one item only'],
    [['who,what,when', 'a,x,1', 'a,y,2', 'a,z,3', 'b,z,4'], 'the training part has one viewer only'],
    [['who,what,when', 'a,x,1'], 'nothing is left to learn from'],
  ])('refuses %p', async (lines, message) => {
    await expect(read(lines)).rejects.toMatchObject({
      name: 'DataError',
      message: expect.stringContaining(message),
      hint: expect.any(String),
    })
  })
})
