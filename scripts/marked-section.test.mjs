import { describe, expect, it } from '@jest/globals'
import { withSection } from './marked-section.mjs'

const markers = { begin: '<!-- begin -->', end: '<!-- end -->' }

describe('withSection', () => {
  it('replaces what stands between the markers, and nothing else', () => {
    const page = 'before\n<!-- begin -->\nold\n<!-- end -->\nafter\n'
    expect(withSection(page, markers, 'new')).toBe('before\n<!-- begin -->\n\nnew\n\n<!-- end -->\nafter\n')
  })

  it('finds no place where a marker is missing, or they are the wrong way round', () => {
    expect(withSection('<!-- begin -->', markers, 'new')).toBeNull()
    expect(withSection('<!-- end --><!-- begin -->', markers, 'new')).toBeNull()
  })
})
