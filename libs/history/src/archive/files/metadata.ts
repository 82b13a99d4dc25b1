/** What a file says of itself in its footer, so that one which was renamed, cut or damaged is found out. */
import type { KeyValue } from 'hyparquet-writer'
import type { Place } from '../names.ts'

/** Version of the columns and of this metadata. */
export const FORMAT = '1'
const PREFIX = 'upnext.'

export function metadataOf(place: Place, digest: string): KeyValue[] {
  const facts = {
    format: FORMAT,
    topic: place.topic,
    partition: place.partition,
    start: place.start,
    end: place.end,
    digest,
  }
  return Object.entries(facts).map(([name, value]) => ({ key: `${PREFIX}${name}`, value: String(value) }))
}

/** What is wrong with a file's metadata, in words; `null` where it is that of this place and these records. */
export function mistakeIn(found: readonly KeyValue[], place: Place, digest: string): string | null {
  const said = new Map(found.map(({ key, value }) => [key, value]))
  const format = said.get(`${PREFIX}format`)
  if (format !== FORMAT) return `its format is ${format ?? 'not said'}, this version reads ${FORMAT}`
  const wrong = metadataOf(place, digest).find(({ key, value }) => said.get(key) !== value)
  if (wrong === undefined) return null
  return `its ${wrong.key.slice(PREFIX.length)} should be ${wrong.value ?? ''}, the file says ${said.get(wrong.key) ?? 'nothing'}`
}
