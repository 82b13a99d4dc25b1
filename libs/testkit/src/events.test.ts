import { describe, expect, it } from '@jest/globals'
import { CatalogItem, ViewerEvent, isViewerKey } from '@upnext/contracts'
import { aRating, aViewer, anEvent, anItem } from './events.ts'
import { generateEvents, generateItems } from './generate-events.ts'

describe('builders of messages', () => {
  it('build events that survive encoding', () => {
    const event = anEvent({ kind: aRating('movie-7', 10), country: 'DE' })
    expect(isViewerKey(event.viewer)).toBe(true)
    expect(ViewerEvent.decode(ViewerEvent.encode(event).finish())).toEqual(event)
  })

  it('give equal events one id and different ones two', () => {
    expect(anEvent().eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(anEvent().eventId).toBe(anEvent().eventId)
    expect(anEvent().eventId).not.toBe(anEvent({ viewer: aViewer('viewer-2') }).eventId)
    expect(anEvent({ eventId: 'mine' }).eventId).toBe('mine')
  })

  it('build items that survive encoding', () => {
    const item = anItem({ itemId: 'movie-7', withdrawn: true })
    expect(CatalogItem.decode(CatalogItem.encode(item).finish())).toEqual(item)
  })
})

describe('generateEvents', () => {
  it('is a function of the seed', () => {
    expect(generateEvents({ seed: 1, events: 50 })).toEqual(generateEvents({ seed: 1, events: 50 }))
    expect(generateEvents({ seed: 1, events: 50 })).not.toEqual(generateEvents({ seed: 2, events: 50 }))
  })

  it('makes different events in order of time, of items in the catalogue, mostly of the viewer’s taste', () => {
    const events = generateEvents({ seed: 1, events: 500, items: 11 })
    expect(new Set(events.map((event) => event.eventId)).size).toBe(500)
    const times = events.map((event) => event.occurredAtMs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const known = new Set(generateItems(11).map((item) => item.itemId))
    const items = events.map((event) => itemOf(event))
    expect(items.filter((id) => !known.has(id))).toEqual([])
    const even = new Set([0, 2, 4, 6, 8, 10, 12, 14, 16, 18].map((n) => aViewer(`viewer-${n}`)))
    const kept = events.filter((event) => even.has(event.viewer) === (Number(itemOf(event).slice(6)) % 2 === 0))
    expect(kept.length).toBeGreaterThan(400)
  })
})

function itemOf(event: ViewerEvent): string {
  if (event.kind?.$case === 'watch' || event.kind?.$case === 'rating') return event.kind.value.itemId
  throw new Error('neither watch nor rating')
}
