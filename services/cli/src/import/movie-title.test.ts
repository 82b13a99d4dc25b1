import { describe, expect, it } from '@jest/globals'
import { splitTitle } from './movie-title.ts'

describe('splitTitle', () => {
  it.each([
    ['Heat (1995)', 'Heat', 1995],
    ['Misérables, Les (1995) ', 'Les Misérables', 1995],
    ['2001: A Space Odyssey (1968)', '2001: A Space Odyssey', 1968],
    [
      'City of Lost Children, The (Cité des enfants perdus, La) (1995)',
      'The City of Lost Children (La Cité des enfants perdus)',
      1995,
    ],
    ['Fawlty Towers (1975-1979)', 'Fawlty Towers', 1975],
    ['Big Bang Theory, The (2007-)', 'The Big Bang Theory', 2007],
    [
      'Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)',
      'The Good, the Bad and the Ugly (Il Buono, il brutto, il cattivo)',
      1966,
    ],
    ["Avventura, L' (Adventure, The) (1960)", "L'Avventura (The Adventure)", 1960],
    ['I, Tonya (2017)', 'I, Tonya', 2017],
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
