/** Parts "Heat (1995)" into title and year. Series spans like "(2009-2014)" or "(2006–)" count from their first year. */
export function splitTitle(text: string): { readonly title: string; readonly year: number | null } {
  const trimmed = text.trim()
  const match = /^(?<title>.*\S)\s*\((?<year>(?:18|19|20)\d\d)(?:\s*[-–]\s*(?:\d{4})?)?\)$/u.exec(trimmed)
  const { title, year } = match?.groups ?? {}
  return title === undefined || year === undefined ? { title: trimmed, year: null } : { title, year: Number(year) }
}
