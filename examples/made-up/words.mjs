// The words that made-up titles and people are made of. Their order is part of what is generated: add at the end only.
export const ADJECTIVES = [
  'Copper',
  'Quiet',
  'Paper',
  'Northern',
  'Hollow',
  'Seventh',
  'Amber',
  'Borrowed',
  'Silver',
  'Crooked',
]
export const NOUNS = [
  'Tide',
  'Lantern',
  'Orchard',
  'Archive',
  'Harbour',
  'Signal',
  'Garden',
  'Clockwork',
  'Meridian',
  'Station',
]
export const MOVIE_NOUNS = [
  'Compass',
  'Letter',
  'Winter',
  'Ferry',
  'Mirror',
  'Bridge',
  'Kite',
  'Observatory',
  'Violin',
  'Island',
]
export const KIDS_NOUNS = ['Hedgehogs', 'Rocket Club', 'Puddle Patrol', 'Little Owls', 'Kite School']
export const EPISODE_WORDS = [
  'Door',
  'River',
  'Promise',
  'Map',
  'Storm',
  'Guest',
  'Bell',
  'Debt',
  'Song',
  'Shadow',
  'Bargain',
  'Return',
]
export const FIRST_NAMES = [
  'Ada',
  'Bruno',
  'Carla',
  'Dario',
  'Edda',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kaia',
  'Leo',
]
export const LAST_NAMES = ['Exampleton', 'Sampleby', 'Mockridge', 'Placeholm', 'Fictner']
/** Genres as MovieLens spells them, so that tastes reach from real titles to made-up ones. */
export const GENRE_PAIRS = [
  ['Drama', 'Mystery'],
  ['Comedy', 'Romance'],
  ['Crime', 'Thriller'],
  ['Sci-Fi', 'Adventure'],
  ['Documentary'],
  ['Fantasy', 'Adventure'],
  ['Horror', 'Thriller'],
  ['Action', 'Sci-Fi'],
]
