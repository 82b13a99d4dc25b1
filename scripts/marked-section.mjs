// Pages that people write, with a section in them that a command writes, between two markers.
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

/** Replaces what stands between the markers and formats the page. Throws where it has lost them. */
export async function writeMarkedSection(file, { begin, end }, section) {
  const text = withSection(readFileSync(file, 'utf8'), { begin, end }, section)
  if (text === null) throw new Error(`${file} has no place for its figures: put ${begin} and ${end} back`)
  await writeFormatted(file, text)
}

/** As `npm run format` leaves it. */
export async function writeFormatted(file, text) {
  const config = await resolveConfig(file)
  writeFileSync(file, await format(text, { ...config, filepath: file }))
}

/** The page with the section in its place; null where it has no such place. */
export function withSection(page, { begin, end }, section) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  return from < 0 || to < from ? null : `${page.slice(0, from)}${begin}\n\n${section}\n\n${page.slice(to)}`
}
