/** Parts "Heat (1995)" into title and year. Series spans like "(2009-2014)" or "(2006–)" count from their first year. */
export function splitTitle(text: string): { readonly title: string; readonly year: number | null } {
  const trimmed = text.trim()
  const match = /^(?<title>.*\S)\s*\((?<year>(?:18|19|20)\d\d)(?:\s*[-–]\s*(?:\d{4})?)?\)$/u.exec(trimmed)
  const { title, year } = match?.groups ?? {}
  if (title === undefined || year === undefined) return { title: withArticleFirst(trimmed), year: null }
  return { title: withArticleFirst(title), year: Number(year) }
}

/** "Usual Suspects, The" is how a card index sorts; people read "The Usual Suspects". Also in the other titles in brackets. */
function withArticleFirst(title: string): string {
  const turned = title.replaceAll(ARTICLE_LAST, '$<before>$<article> $<rest>')
  return turned.replaceAll("L' ", "L'")
}

const ARTICLE_LAST =
  /(?<before>^|\()(?<rest>[^()]+?), (?<article>The|An?|L'|L[ae]s?|El|Los|Il|Der|Die|Das)(?=\)| \(|$)/gu
