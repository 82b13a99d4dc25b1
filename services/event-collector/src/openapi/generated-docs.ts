/** The parts of the documentation that are made from the code; a test compares them with what is committed. */
import { EVENT_KINDS, eventSchema } from '@upnext/contracts'
import { environmentTable } from '@upnext/service-kit'
import { z } from 'zod'
import { collectorVariables } from '../config.ts'
import { openApi } from './open-api.ts'

const README = 'services/event-collector/README.md'
const EVENTS = 'docs/events.md'

/** Text of each generated file, by its path from the root. `read` gives the page around a generated part. */
export function generatedDocs(read: (path: string) => string): Record<string, string> {
  return {
    'docs/openapi.json': `${JSON.stringify(openApi(), null, 2)}\n`,
    [README]: withPart(read(README), 'environment', environmentTable(collectorVariables)),
    [EVENTS]: withPart(read(EVENTS), 'fields', kindSections()),
  }
}

/** Puts `text` between the two comments of that name; a page without them stays as it is. */
function withPart(page: string, name: string, text: string): string {
  const open = `<!-- generated: ${name} -->`
  const close = `<!-- end: ${name} -->`
  const [before, rest] = page.split(open)
  const after = rest?.split(close)[1]
  return after === undefined ? page : `${before}${open}\n\n${text}\n\n${close}${after}`
}

/** A table of each kind's own fields, and one of the envelope's. */
function kindSections(): string {
  const kinds = eventSchema.options.map((option) => ({ kind: option.shape.kind.value, shape: option.shape }))
  const erase = kinds.find(({ kind }) => kind === 'erase')?.shape ?? {}
  const envelope = Object.keys(erase).filter((name) => name !== 'kind')
  const sections = [`### Every event\n\n${fieldTable(z.object(erase), envelope)}`]
  for (const kind of EVENT_KINDS) {
    const shape = kinds.find((one) => one.kind === kind)?.shape ?? {}
    const own = Object.keys(shape).filter((name) => name !== 'kind' && !envelope.includes(name))
    if (own.length > 0) sections.push(`### ${kind}\n\n${fieldTable(z.object(shape), own)}`)
  }
  return sections.join('\n\n')
}

interface FieldJson {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly FieldJson[]
  readonly items?: FieldJson
  readonly properties?: Readonly<Record<string, FieldJson>>
  readonly description?: string
}

function fieldTable(schema: z.ZodType, names: readonly string[]): string {
  const json = z.toJSONSchema(schema, { io: 'input' }) as FieldJson & { readonly required?: readonly string[] }
  const rows = names.map((name) => {
    const field = json.properties?.[name] ?? {}
    const must = json.required?.includes(name) === true ? 'yes' : ''
    return `| \`${name}\` | ${typeOf(field)} | ${must} | ${field.description ?? ''} |`
  })
  return ['| field | type | required | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function typeOf(field: FieldJson): string {
  if (field.enum !== undefined) return field.enum.map((word) => `\`${word}\``).join(', ')
  if (field.anyOf !== undefined) return field.anyOf.map(typeOf).join(' or ')
  if (field.items !== undefined) return `list of ${typeOf(field.items)}`
  if (field.properties !== undefined)
    return `{ ${Object.entries(field.properties)
      .map(([name, inner]) => `\`${name}\`: ${typeOf(inner)}`)
      .join(', ')} }`
  return field.format ?? String(field.type ?? 'anything')
}
