import type { ItemJson } from './item-schema.ts'

/** An item with every field set. */
export const EXAMPLE_ITEM: ItemJson = {
  item: 'series-9-s1e2',
  title: 'The Second One',
  kind: 'episode',
  series: 'series-9',
  season: 1,
  episode: 2,
  genres: ['Drama', 'Crime'],
  tags: ['slow burn'],
  people: [{ name: 'Ada Example', role: 'director' }, { name: 'Grace Sample' }],
  franchise: 'nine',
  year: 2024,
  languages: ['de', 'en'],
  duration_s: 2700,
  maturity_age: 12,
  regions: ['AT', 'DE'],
  windows: [{ starts_at: 1_767_225_600_000, ends_at: 1_798_761_600_000, countries: ['DE'] }, {}],
  artwork_url: 'https://images.example.org/series-9.jpg',
  tiers: ['basic'],
  made_for_kids: false,
  description: 'Two lines\nof text.',
  revision: 7,
  withdrawn: true,
}
