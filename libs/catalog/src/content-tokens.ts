/**
 * What a title is about, as words of the form `family:value`. Two titles are alike in content as far as they share such words;
 * how much each family counts is up to whoever compares.
 */
import type { CatalogTitle } from './title.ts'

/** Sorted by code units, each once; what is unknown or blank gives none. */
export function contentTokens(title: CatalogTitle): string[] {
  const tokens = [
    ...tokensOf('genre', title.genres),
    ...tokensOf('tag', title.tags),
    // Whatever the role: who once directs and once acts is one person.
    ...tokensOf(
      'person',
      title.people.map(({ name }) => name),
    ),
    ...tokensOf('franchise', [title.franchise]),
    ...tokensOf('language', [originalLanguage(title.languages)]),
    ...tokensOf('year', title.year === null ? [] : timesOf(title.year)),
  ]
  return [...new Set(tokens)].sort()
}

function tokensOf(family: string, values: readonly string[]): string[] {
  return values
    .map(normalised)
    .filter((value) => value !== '')
    .map((value) => `${family}:${value}`)
}

/** Lower case first: it can take letters apart that NFC then puts together. */
function normalised(value: string): string {
  return value.trim().toLowerCase().normalize('NFC')
}

/** The primary subtag: `en-US` and `en-GB` are one language. */
function originalLanguage(languages: readonly string[]): string {
  return languages[0]?.split('-')[0] ?? ''
}

/**
 * The decade, and the three windows of three years that hold the year. Windows overlap because any cut of time into separate
 * ones parts some neighbours, 1999 from 2000 say: so titles of one year share three windows, a year apart two, two years apart one.
 */
function timesOf(year: number): string[] {
  const windows = [year - 2, year - 1, year].map((first) => `${String(first)}-${String(first + 2)}`)
  return [`${String(Math.floor(year / 10) * 10)}s`, ...windows]
}
