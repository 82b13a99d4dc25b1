import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { tempFolder } from '@upnext/testkit'
import { readMovieLens } from './movielens.ts'

const AUDIENCE = { everywhere: true, allAges: true, everyTier: false }

describe('readMovieLens', () => {
  it('reads titles with year, genres and tags, and ratings in order of time', async () => {
    const folder = await tempFolder()
    await writeFile(
      join(folder.path, 'movies.csv'),
      'movieId,title,genres\n6,Heat (1995),Action|Crime\n7,"Quoted, The (2001)",(no genres listed)\n',
    )
    await writeFile(
      join(folder.path, 'ratings.csv'),
      'userId,movieId,rating,timestamp\n1,6,4.5,200\n2,7,3.0,100\n2,6,eleven,100\n',
    )
    await writeFile(
      join(folder.path, 'tags.csv'),
      'userId,movieId,tag,timestamp\n1,6,Heist,1\n2,6,heist,1\n2,6,slow,1\n',
    )
    const source = await readMovieLens({ folder: folder.path, tags: true, ...AUDIENCE })
    expect(source.items).toEqual([
      {
        item: '6',
        title: 'Heat',
        kind: 'movie',
        year: 1995,
        genres: ['Action', 'Crime'],
        tags: ['heist', 'slow'],
        regions: 'everywhere',
        maturity_age: 0,
        revision: 1,
      },
      {
        item: '7',
        title: 'The Quoted',
        kind: 'movie',
        year: 2001,
        genres: [],
        regions: 'everywhere',
        maturity_age: 0,
        revision: 1,
      },
    ])
    expect(source.events.map((event) => [event.row, event.viewer, event.item, event.atMs, event.sign])).toEqual([
      [2, '2', '7', 100_000, { kind: 'rating', stars: 3 }],
      [1, '1', '6', 200_000, { kind: 'rating', stars: 4.5 }],
    ])
    expect(source.unreadable).toEqual({ 'ratings.csv: not a rating': 1 })
    await folder.remove()
  })

  it('says which file is missing', async () => {
    const folder = await tempFolder()
    await expect(readMovieLens({ folder: folder.path, tags: false, ...AUDIENCE })).rejects.toThrow('movies.csv')
    await folder.remove()
  })
})
