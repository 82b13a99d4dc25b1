import { describe, expect, it } from '@jest/globals'
import { formatPosition, parsePosition } from './position-text.ts'

describe('positions as text', () => {
  it('come back as they were', () => {
    const position = { topic: 'test-1.upnext.viewer-events.v1', partition: 47, nextOffset: 12 }
    expect(parsePosition(formatPosition(position))).toEqual(position)
  })

  it.each(['', 'topic:1', 'topic:x:1', 'a:1:-1', 'a b:1:1'])('refuse %p', (text) => {
    expect(() => parsePosition(text)).toThrow('--after')
  })
})
