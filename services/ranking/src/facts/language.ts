import type { CatalogTitle } from '@upnext/catalog'

/** The language of a BCP 47 tag, without script and region: `en` of `en-US`. Whoever wants one takes all its kinds. */
export function primaryLanguage(tag: string): string {
  const end = tag.indexOf('-')
  return (end === -1 ? tag : tag.slice(0, end)).toLowerCase()
}

/** Of all tags of a list, each once. */
export function primaryLanguages(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map(primaryLanguage))]
}

/** The same of a title's list, remembered by the list itself, which has to stay as it is: a catalogue has few lists, and asks often. */
export function languagesOfTitle({ languages: tags }: Pick<CatalogTitle, 'languages'>): readonly string[] {
  const known = remembered.get(tags)
  if (known !== undefined) return known
  const languages = primaryLanguages(tags)
  remembered.set(tags, languages)
  return languages
}

const remembered = new WeakMap<readonly string[], readonly string[]>()
