import { describe, expect, it } from '@jest/globals'
import { describeMismatch } from './topics.ts'

const SPEC = { name: 'upnext.viewer-events.v1', partitions: 48 }

describe('describeMismatch', () => {
  it('has nothing to say about a topic as declared', () => {
    expect(describeMismatch(SPEC, 48)).toEqual([])
  })

  it('says how to make a topic that is missing', () => {
    expect(describeMismatch(SPEC, undefined)).toEqual([expect.stringContaining('create it with 48 partitions')])
  })

  it('says what is wrong with other partitions, and what to do', () => {
    expect(describeMismatch(SPEC, 12)).toEqual([expect.stringMatching(/has 12 partitions, not 48.*UPNEXT_NAMESPACE/)])
  })
})
