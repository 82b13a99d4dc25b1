import { describe, expect, it } from '@jest/globals'
import { Tracking, itemHash, itemHashToBytes } from '@upnext/contracts'
import { decodeTracking, encodeTracking } from './tracking.ts'

const tracking = Tracking.fromPartial({
  modelId: 'm1',
  pageId: 'p1',
  rowId: 'next-to-watch',
  item: itemHashToBytes(itemHash('heat')),
  position: 3,
  propensity: 1,
})

describe('tracking', () => {
  it('comes back as it went', () => {
    expect(decodeTracking(encodeTracking(tracking))).toMatchObject({ ...tracking, _unknownFields: {} })
  })

  it('is text that fits into URLs, with the version first', () => {
    expect(encodeTracking(tracking)).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(Buffer.from(encodeTracking(tracking), 'base64url')[0]).toBe(1)
  })

  it('answers null for other people’s text', () => {
    expect(decodeTracking('')).toBeNull()
    expect(decodeTracking('hello')).toBeNull()
    expect(decodeTracking(Buffer.from([1, 255, 255]).toString('base64url'))).toBeNull()
  })
})
