import { describe, expect, it } from '@jest/globals'
import { encodeViewerEvent, topicsOf } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'
import { aRating, aViewer, aWatch, anEvent } from '@upnext/testkit'
import { checkKind, createFilter } from './filter.ts'
import type { FilterSpec } from './filter.ts'
import { findTarget, findTopic } from './known-topic.ts'

const NONE: FilterSpec = { viewerKey: null, kind: null, item: null }
const asRecord = ({ key, value, headers = {} }: NewRecord) => ({ offset: 0, key, value, headers })
const watch = asRecord(encodeViewerEvent(anEvent({ viewer: aViewer('a'), kind: aWatch({ itemId: 'movie-1' }) })))
const rating = asRecord(encodeViewerEvent(anEvent({ viewer: aViewer('b'), kind: aRating('movie-12', 8) })))
const shown = { pageId: 'p', rowId: 'r', tracking: '', items: [{ itemId: 'movie-1', tracking: '' }] }
const impression = asRecord(encodeViewerEvent(anEvent({ kind: { $case: 'impression', value: shown } })))
const broken = { ...watch, value: Buffer.from('movie-1 in no message') }

function passing(spec: Partial<FilterSpec>): unknown[] {
  return [watch, rating, impression, broken].filter(createFilter({ ...NONE, ...spec }, 'viewerEvents'))
}

describe('createFilter', () => {
  it('lets everything through where nothing is asked', () => {
    expect(passing({})).toHaveLength(4)
  })

  it('knows the kind by the header, whatever the value is', () => {
    expect(passing({ kind: 'watch' })).toEqual([watch, broken])
    expect(passing({ kind: 'rating' })).toEqual([rating])
  })

  it('knows the viewer by the key', () => {
    expect(passing({ viewerKey: aViewer('b') })).toEqual([rating])
  })

  it('knows the item itself, not one whose id begins alike, and not what cannot be read', () => {
    expect(passing({ item: 'movie-1' })).toEqual([watch, impression])
    expect(passing({ item: 'movie-1', kind: 'watch' })).toEqual([watch])
  })

  it('refuses what a topic does not have', () => {
    expect(() => createFilter({ ...NONE, item: 'x' }, 'modelUpdates')).toThrow('--item')
    expect(() => createFilter({ ...NONE, viewerKey: 'x' }, 'catalog')).toThrow('--viewer')
    const title = { offset: 0, key: Buffer.from('movie-1'), value: Buffer.alloc(0), headers: {} }
    expect(createFilter({ ...NONE, item: 'movie-1' }, 'catalog')(title)).toBe(true)
  })
})

describe('checkKind', () => {
  it('refuses a kind that no record of the topic has, and takes any where that is not known', () => {
    expect(checkKind('rating', 'viewerEvents')).toBe('rating')
    expect(checkKind('dead_letter_retried', 'deadLetters')).toBe('dead_letter_retried')
    expect(checkKind('anything', 'modelUpdates')).toBe('anything')
    expect(() => checkKind('ratings', 'viewerEvents')).toThrow('--kind: no record of this topic is a "ratings"')
    expect(() => checkKind('watch', 'catalog')).toThrow('they are: catalog_item')
  })
})

describe('findTopic and findTarget', () => {
  const topics = topicsOf('prod')

  it('know topics by role, by name, and by what is said of them', () => {
    expect(findTopic('viewer-events', topics)).toEqual({ spec: topics.viewerEvents, role: 'viewerEvents' })
    expect(findTopic('staging.upnext.catalog.v1', topics)).toEqual({
      spec: { ...topics.catalog, name: 'staging.upnext.catalog.v1' },
      role: 'catalog',
    })
    expect(findTopic('copy', topics, 'dead-letters').role).toBe('deadLetters')
    expect(() => findTopic('copy', topics)).toThrow('none of viewer-events')
  })

  it('refuse targets that services read, or that hold other records', () => {
    const source = findTopic('viewer-events', topics)
    expect(findTarget('copy', source, topics)).toEqual({ name: 'copy', partitions: 48 })
    expect(findTarget('upnext.viewer-events.v1', source, topics).partitions).toBe(48)
    for (const name of [
      'prod.upnext.viewer-events.v1',
      'viewer-events',
      'prod.upnext.catalog.v1',
      'upnext.catalog.v1',
      'no good',
    ]) {
      expect(() => findTarget(name, source, topics)).toThrow('--to-topic')
    }
  })
})
