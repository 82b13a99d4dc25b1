import { describe, expect, it } from '@jest/globals'
import { CatalogItem, CatalogRecord } from '../gen/upnext/catalog/v1/catalog_item.ts'
import { RejectedEvent } from '../gen/upnext/events/v1/rejected.ts'
import { Erase, ViewerEvent } from '../gen/upnext/events/v1/viewer_event.ts'
import { receivedAtReader } from './received-at.ts'

describe('receivedAtReader', () => {
  it('reads the time of every message that has one', () => {
    const parts = {
      eventId: 'id',
      viewer: 'key',
      account: 'a',
      occurredAtMs: 4,
      sentAtMs: 5,
      receivedAtMs: 1_767_225_600_007,
    }
    const event = ViewerEvent.fromPartial({
      ...parts,
      kind: { $case: 'erase', value: Erase.fromPartial({ throughMs: 8 }) },
    })
    expect(receivedAtReader('viewerEvents')?.(ViewerEvent.encode(event).finish())).toBe(1_767_225_600_007)
    const item = CatalogItem.fromPartial({ itemId: 'movie-1', title: 'A title', revision: 1 })
    const record = CatalogRecord.encode(CatalogRecord.fromPartial({ item, receivedAtMs: 9 })).finish()
    expect(receivedAtReader('catalog')?.(record)).toBe(9)
    const rejected = RejectedEvent.encode(RejectedEvent.fromPartial({ receivedAtMs: 11, kind: 'watch' })).finish()
    expect(receivedAtReader('rejectedEvents')?.(rejected)).toBe(11)
  })

  it('has no time for bytes that are no message, nor for topics without one', () => {
    const read = receivedAtReader('viewerEvents')
    expect(read?.(Buffer.from('ffffffffffffffffffffff', 'hex'))).toBeNull()
    expect(read?.(Buffer.alloc(0))).toBeNull()
    expect(receivedAtReader('modelUpdates')).toBeNull()
    expect(receivedAtReader('deadLetters')).toBeNull()
  })
})
