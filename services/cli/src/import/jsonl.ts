/** Titles and history in the collector's own JSON form: `catalog.jsonl` and `events.jsonl`, one document a line. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '@upnext/service-kit'
import { z } from 'zod'
import { CliError } from '../errors.ts'
import type { CatalogDocument, ImportEvent, ImportSource } from './import-event.ts'
import { inOrderOfTime } from './import-event.ts'

/** What an import has to know of a document; the collector judges the rest. */
const ItemSchema = z.looseObject({ item: z.string() })
const EventSchema = z.looseObject({
  viewer: z.string(),
  item: z.string().optional(),
  occurred_at: z.union([z.int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]),
})
/** An import says these itself. */
const OWN_FIELDS = new Set(['viewer', 'item', 'occurred_at', 'event_id', 'sent_at', 'source'])

/** Rejects with a `CliError` where neither file is there; lines that make no sense are counted and left out. */
export async function readJsonl(folder: string): Promise<ImportSource> {
  const [catalog, events] = await Promise.all([readText(folder, 'catalog.jsonl'), readText(folder, 'events.jsonl')])
  if (catalog === null && events === null) {
    throw new CliError(`${folder} holds neither catalog.jsonl nor events.jsonl`, {
      hint: 'give a folder with one of them: one document a line, as POST /v1/catalog/items and /v1/events take them',
    })
  }
  return sourceOf(catalog ?? '', events ?? '')
}

/** Pure part of {@link readJsonl}. */
export function sourceOf(catalog: string, events: string): ImportSource {
  const unreadable: Record<string, number> = {}
  const refuse = (file: string, what: string): void => {
    unreadable[`${file}: not ${what}`] = (unreadable[`${file}: not ${what}`] ?? 0) + 1
  }
  const items: CatalogDocument[] = []
  for (const line of linesOf(catalog)) {
    const parsed = ItemSchema.safeParse(line.value)
    if (parsed.success) items.push(parsed.data)
    else refuse('catalog.jsonl', 'a title')
  }
  const read: ImportEvent[] = []
  for (const line of linesOf(events)) {
    const parsed = EventSchema.safeParse(line.value)
    if (!parsed.success) refuse('events.jsonl', 'an event')
    else read.push(toEvent(parsed.data, line.row))
  }
  const fingerprint = createHash('sha256').update(catalog).update('\0').update(events).digest('hex')
  return { fingerprint, items, events: inOrderOfTime(read), unreadable }
}

function toEvent(document: z.infer<typeof EventSchema>, row: number): ImportEvent {
  const fields = Object.fromEntries(Object.entries(document).filter(([name]) => !OWN_FIELDS.has(name)))
  return {
    row,
    viewer: document.viewer,
    item: document.item ?? '',
    atMs: document.occurred_at,
    sign: { kind: 'written', fields },
  }
}

function linesOf(text: string): { readonly row: number; readonly value: unknown }[] {
  return text
    .split('\n')
    .map((line, index) => ({ row: index + 1, line: line.trim() }))
    .filter(({ line }) => line !== '')
    .map(({ row, line }) => ({ row, value: parseJson(line) }))
}

async function readText(folder: string, file: string): Promise<string | null> {
  const path = join(folder, file)
  return readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw new CliError(`cannot read ${path}`, { cause })
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
