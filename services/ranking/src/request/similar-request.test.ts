import { describe, expect, it } from '@jest/globals'
import { GetSimilarItemsRequest } from '@upnext/contracts'
import { parseSimilarRequest } from './similar-request.ts'

describe('a similar-items request', () => {
  it('needs an item', () => {
    const result = parseSimilarRequest(GetSimilarItemsRequest.create())
    expect(!result.ok && result.violations.map(({ field }) => field)).toEqual(['item_id'])
  })

  it('is told every mistake', () => {
    const request = {
      itemId: '',
      limit: 201,
      excludeItemIds: Array.from({ length: 1001 }, String),
      context: { country: '?' },
    }
    const result = parseSimilarRequest(GetSimilarItemsRequest.fromPartial(request))
    const fields = ['item_id', 'limit', 'exclude_item_ids', 'context.country']
    expect(!result.ok && result.violations.map(({ field }) => field)).toEqual(fields)
  })

  it('is taken with an item alone', () => {
    const result = parseSimilarRequest(GetSimilarItemsRequest.fromPartial({ itemId: 'heat' }))
    expect(result).toMatchObject({ ok: true, value: { itemId: 'heat', limit: 20 } })
  })
})
