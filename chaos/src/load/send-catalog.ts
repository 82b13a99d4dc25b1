import { TITLES, titleId } from './make-event.ts'

/** Titles that every rule lets through, so that no row has a reason to be empty. Rejects where the collector does not take them. */
export async function sendCatalog(collector: string): Promise<void> {
  const items = Array.from({ length: TITLES }, (_, i) => ({
    item: titleId(i),
    title: `Title ${i}`,
    kind: 'movie',
    genres: [i % 2 === 0 ? 'Drama' : 'Comedy'],
    year: 1990 + (i % 30),
    duration_s: 5_400,
    maturity_age: 0,
    regions: 'everywhere',
    languages: ['en', 'de', 'fr'],
    tiers: 'every',
    made_for_kids: true,
    revision: 1,
  }))
  const response = await fetch(`${collector}/v1/catalog/items`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  })
  if (response.status !== 202)
    throw new Error(`the catalogue was not taken: ${response.status} ${await response.text()}`)
}
