import { describe, expect, it } from '@jest/globals'
import { rowIdAbout } from './row-id.ts'

describe('the id of a row about something', () => {
  it('says what it is about', () => {
    expect(rowIdAbout('because', 'tt42')).toBe('because:tt42')
    expect(rowIdAbout('genre', 'Sci-Fi', 'sci-fi')).toBe('genre:sci-fi')
  })

  it.each(['x'.repeat(250), 'é'.repeat(125)])('stays within what events carry', (name) => {
    const id = rowIdAbout('similar', name)
    expect(id).toMatch(/^similar:[0-9a-f]{16}$/)
    expect(rowIdAbout('similar', name)).toBe(id)
    expect(rowIdAbout('similar', `${name}!`)).not.toBe(id)
  })

  it('is none of nothing: names of signs alone are told apart too', () => {
    expect(rowIdAbout('genre', '!?', '')).toMatch(/^genre:[0-9a-f]{16}$/)
    expect(rowIdAbout('genre', '!?', '')).not.toBe(rowIdAbout('genre', '??', ''))
  })
})
