import { describe, expect, it } from '@jest/globals'
import { CatalogItem, itemHash } from '@upnext/contracts'
import { contentTokens } from './content-tokens.ts'
import { createShare, toTitle } from './title.ts'

const tokensOf = (item: Partial<CatalogItem>): string[] =>
  contentTokens(toTitle({ ...CatalogItem.create(), itemId: 'heat', ...item }, itemHash('heat'), createShare()))

const shared = (yearA: number, yearB: number): string[] => {
  const tokens = tokensOf({ year: yearB })
  return tokensOf({ year: yearA }).filter((token) => tokens.includes(token))
}

describe('contentTokens', () => {
  it('names everything that the title is about, sorted', () => {
    const heat = tokensOf({
      title: 'Heat',
      genres: ['Thriller', 'Crime'],
      tags: ['Heist'],
      people: [
        { name: 'Michael Mann', role: 'director' },
        { name: 'Al Pacino', role: 'actor' },
      ],
      franchise: 'Heat',
      year: 1995,
      languages: ['en-US', 'fr'],
    })
    expect(heat).toEqual([
      'franchise:heat',
      'genre:crime',
      'genre:thriller',
      'language:en',
      'person:al pacino',
      'person:michael mann',
      'tag:heist',
      'year:1990s',
      'year:1993-1995',
      'year:1994-1996',
      'year:1995-1997',
    ])
  })

  it('writes equal words in one way, each once', () => {
    const composed = 'Am\u00e9lie'
    const decomposed = 'Ame\u0301lie'
    expect(tokensOf({ tags: [composed, decomposed, ' AM\u00c9LIE '] })).toEqual(['tag:am\u00e9lie'])
    const roles = ['director', 'actor'].map((role) => ({ name: 'Clint Eastwood', role }))
    expect(tokensOf({ people: roles })).toEqual(['person:clint eastwood'])
  })

  it('has no word for what is unknown or blank', () => {
    expect(tokensOf({})).toEqual([])
    expect(tokensOf({ genres: ['', ' '], languages: [''], people: [{ name: '', role: 'actor' }] })).toEqual([])
  })

  it('lets titles share the more windows the nearer they are in time, also across decades', () => {
    expect(shared(1999, 1999)).toHaveLength(4)
    expect(shared(1999, 2000)).toEqual(['year:1998-2000', 'year:1999-2001'])
    expect(shared(1999, 2001)).toEqual(['year:1999-2001'])
    expect(shared(1999, 2002)).toEqual([])
    expect(shared(1990, 1999)).toEqual(['year:1990s'])
  })
})
