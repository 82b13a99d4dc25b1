import { describe, expect, it } from '@jest/globals'
import { REMEMBERED_CHANGES, createCatalog } from '@upnext/catalog'
import { ItemKind, itemHash } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { aSeries, anEpisode } from '../testing/some-titles.ts'
import { createSeriesIndex } from './series-index.ts'

function anIndex(...items: readonly CatalogItem[]) {
  const catalog = createCatalog()
  const index = createSeriesIndex(catalog)
  const apply = (item: CatalogItem) => catalog.apply({ item, receivedAtMs: 0 })
  for (const item of [...aSeries('show', 0), ...items]) apply(item)
  return {
    apply,
    after: (episode: string, series = 'show') => index.nextEpisode(itemHash(series), itemHash(episode))?.itemId ?? null,
    isLast: (episode: string) => index.isLast(itemHash('show'), itemHash(episode)),
  }
}

/** Season and episode, as far as they are known. */
function episode(
  itemId: string,
  seasonNumber: number | undefined,
  episodeNumber: number | undefined,
  seriesId = 'show',
) {
  return anEpisode(seriesId, { itemId, seasonNumber, episodeNumber })
}

describe('the index of series', () => {
  it('goes by season, then by episode, whatever the order of coming; gaps are no matter', () => {
    const { after, isLast } = anIndex(episode('d', 3, 1), episode('c', 1, 10), episode('b', 1, 9), episode('a', 1, 2))
    expect(['a', 'b', 'c', 'd'].map((id) => after(id))).toEqual(['b', 'c', 'd', null])
    expect(['a', 'b', 'c', 'd'].map((id) => isLast(id))).toEqual([false, false, false, true])
  })

  it('puts episodes of one number in the order of their ids', () => {
    const { after } = anIndex(episode('y', 1, 1), episode('x', 1, 1), episode('z', 1, 2))
    expect(['x', 'y', 'z'].map((id) => after(id))).toEqual(['y', 'z', null])
  })

  it('puts what has no numbers at the end, by id', () => {
    const { after } = anIndex(
      episode('q', undefined, undefined),
      episode('p', undefined, undefined),
      episode('b', 1, undefined),
      episode('a', 1, 1),
      episode('c', 2, 1),
    )
    expect(['a', 'b', 'c', 'p', 'q'].map((id) => after(id))).toEqual(['b', 'c', 'p', 'q', null])
  })

  it('follows specials by specials only, and does not end a series with one', () => {
    const { after, isLast } = anIndex(episode('s2', 0, 2), episode('s1', 0, 1), episode('a', 1, 1), episode('b', 1, 2))
    expect(['s1', 's2', 'a', 'b'].map((id) => after(id))).toEqual(['s2', null, 'b', null])
    expect(['s1', 's2', 'a', 'b'].map((id) => isLast(id))).toEqual([false, false, false, true])
  })

  it('knows nothing to follow an episode that is unknown, or of another series', () => {
    const { after, isLast } = anIndex(episode('a', 1, 1), episode('b', 1, 2), episode('x', 1, 1, 'other'))
    expect([after('nowhere'), after('x'), after('a', 'nothing')]).toEqual([null, null, null])
    expect([isLast('nowhere'), isLast('x')]).toEqual([false, false])
  })

  it('passes over an episode that is withdrawn, at once', () => {
    const { apply, after, isLast } = anIndex(episode('a', 1, 1), episode('b', 1, 2), episode('c', 1, 3))
    expect(after('a')).toBe('b')
    apply({ ...episode('b', 1, 2), revision: 2, withdrawn: true })
    expect([after('a'), after('b')]).toEqual(['c', 'c'])
    apply({ ...episode('c', 1, 3), revision: 2, withdrawn: true })
    expect([after('a'), isLast('a')]).toEqual([null, true])
  })

  it('learns at once of a new episode, one with another number, and one that has changed its series', () => {
    const { apply, after, isLast } = anIndex(episode('a', 1, 1))
    expect(isLast('a')).toBe(true)
    apply(episode('b', 1, 2))
    expect([after('a'), isLast('a'), after('b')]).toEqual(['b', false, null])
    apply({ ...episode('b', 1, 0), revision: 2 })
    expect([after('a'), after('b')]).toEqual([null, 'a'])
    apply({ ...episode('b', 1, 0, 'other'), revision: 3 })
    expect([after('a'), after('b'), isLast('b')]).toEqual([null, null, false])
    apply({ ...episode('a', 1, 1), kind: ItemKind.ITEM_KIND_MOVIE, revision: 2 })
    expect(isLast('a')).toBe(false)
  })

  it('keeps up also where more has changed than the catalogue remembers', () => {
    const { apply, after } = anIndex(episode('a', 1, 1))
    expect(after('a')).toBe(null)
    apply(episode('b', 1, 2))
    for (let i = 0; i < 2 * REMEMBERED_CHANGES; i++) apply(anItem({ itemId: `movie-${i}` }))
    expect(after('a')).toBe('b')
  })
})
