import { describe, expect, it } from '@jest/globals'
import { splitTitle } from './movie-title.ts'

describe('splitTitle', () => {
  it.each([
    ['Heat (1995)', 'Heat', 1995],
    ['Misérables, Les (1995) ', 'Misérables, Les', 1995],
    ['2001: A Space Odyssey (1968)', '2001: A Space Odyssey', 1968],
    [
      'City of Lost Children, The (Cité des enfants perdus, La) (1995)',
      'City of Lost Children, The (Cité des enfants perdus, La)',
      1995,
    ],
    ['Fawlty Towers (1975-1979)', 'Fawlty Towers', 1975],
    ['Big Bang Theory, The (2007-)', 'Big Bang Theory, The', 2007],
  ])('parts %p into title and year', (text, title, year) => {
    expect(splitTitle(text)).toEqual({ title, year })
  })

  it.each([['Hyena Road'], ['Stargate (Director)'], ['(1995)'], ['Room 1408 (14080)']])(
    'finds no year in %p',
    (text) => {
      expect(splitTitle(text)).toEqual({ title: text, year: null })
    },
  )
})
