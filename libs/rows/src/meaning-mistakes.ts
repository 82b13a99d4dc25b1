/**
 * What is wrong with a rows file beyond the shape of its single settings. Reads as much of the document as makes sense, so that these
 * mistakes are found beside those of the schema.
 */
import { LONGEST_VARIANT_TEXT, toVariantText } from '@upnext/contracts'
import { z } from 'zod'
import { minItemsOf } from './complete-rows-file.ts'
import type { Mistake, Path } from './mistake.ts'
import { DEFAULT_ITEMS, NEVER_FILLED, OWN_DEFAULTS, ROW_DEFAULTS } from './row-defaults.ts'
import { pageIdText } from './rows-schema.ts'
import type { RowKind } from './rows-schema.ts'

/** Shares are written in decimals, and a third is none. */
const SHARES_WITHIN = 1e-6

const text = z.string().optional().catch(undefined)
const number = z.number().optional().catch(undefined)
const texts = z.array(text).catch([])

const looseRow = z
  .object({
    id: text,
    type: text,
    items: number,
    min_items: number,
    started: number,
    finished: number,
    genre: text,
    fill: z.boolean().optional().catch(undefined),
    count: number,
    item_ids: texts,
    campaigns: z.array(z.object({ id: text, items: texts, from: text, to: text }).partial().catch({})).catch([]),
  })
  .partial()
  .catch({})

const looseVariant = z
  .object({ id: text, share: number, page: z.object({ instead_of: text, use: text }).partial().catch({}) })
  .partial()
  .catch({})

const looseFile = z
  .object({
    defaults: z.object({ items: number, min_items: number }).partial().catch({}),
    pages: z
      .record(z.string(), z.object({ rows: z.array(looseRow).catch([]) }).catch({ rows: [] }))
      .optional()
      .catch(undefined),
    experiments: z
      .array(
        z
          .object({ id: text, variants: z.array(looseVariant).catch([]) })
          .partial()
          .catch({}),
      )
      .catch([]),
  })
  .partial()
  .catch({})

type LooseFile = z.infer<typeof looseFile>
type LooseRow = z.infer<typeof looseRow>

export function meaningMistakes(data: unknown): Mistake[] {
  const file = looseFile.parse(data)
  return [...homeMistakes(file), ...pageMistakes(file), ...experimentMistakes(file)]
}

function homeMistakes({ pages }: LooseFile): Mistake[] {
  if (pages === undefined || Object.hasOwn(pages, 'home')) return []
  return [mistake(['pages'], 'there is no page home; it is what an app gets that names none')]
}

function pageMistakes({ pages = {}, defaults = {} }: LooseFile): Mistake[] {
  return Object.entries(pages).flatMap(([page, { rows }]) => {
    const at = ['pages', page, 'rows']
    const name = pageIdText.safeParse(page)
    const ids = rows.map(({ id }, place): Named => ({ name: id, path: [...at, place, 'id'] }))
    const misnamed = name.success ? [] : name.error.issues.map(({ message }) => message)
    return [
      ...misnamed.map((message) => ({ path: ['pages', page], message, atKey: true })),
      ...doubles(ids, 'row'),
      ...rows.flatMap((row, place) => rowMistakes(row, [...at, place], defaults)),
    ]
  })
}

function rowMistakes(row: LooseRow, at: Path, defaults: NonNullable<LooseFile['defaults']>): Mistake[] {
  const { item_ids: itemIds = [], campaigns = [] } = row
  return [
    ...sizeMistakes(row, at, defaults),
    ...watchedMistakes(row, at),
    ...fillMistakes(row, at),
    ...(row.genre !== undefined && row.count !== undefined
      ? [mistake([...at, 'count'], 'a row of one genre is one row: leave out either genre or count')]
      : []),
    ...doubles(named(itemIds, [...at, 'item_ids']), 'title'),
    ...doubles(
      campaigns.map(({ id }, place) => ({ name: id, path: [...at, 'campaigns', place, 'id'] })),
      'campaign',
    ),
    ...campaigns.flatMap(({ items = [], from, to }, place) => {
      const here = [...at, 'campaigns', place]
      const backwards = from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from)
      return [
        ...doubles(named(items, [...here, 'items']), 'title'),
        ...(backwards ? [mistake([...here, 'to'], `expected a time after from, which is ${from}`)] : []),
      ]
    }),
  ]
}

function sizeMistakes(row: LooseRow, at: Path, defaults: NonNullable<LooseFile['defaults']>): Mistake[] {
  const items = row.items ?? defaults.items ?? DEFAULT_ITEMS
  const least = row.min_items ?? 0
  const { item_ids: itemIds } = row
  if (least > items)
    return [
      mistake([...at, 'min_items'], `a row of at most ${items} never has ${least}: raise items or lower min_items`),
    ]
  const needed = row.min_items ?? (isKind(row.type) ? minItemsOf(row.type, defaults) : 0)
  if (itemIds !== undefined && itemIds.length > 0 && itemIds.length < Math.min(needed, items))
    return [
      mistake(
        [...at, 'item_ids'],
        `${itemIds.length} titles never make the ${needed} of min_items: the row would never show`,
      ),
    ]
  return []
}

function watchedMistakes({ type, started, finished }: LooseRow, at: Path): Mistake[] {
  if (type !== 'continue_watching' || (started === undefined && finished === undefined)) return []
  const own = OWN_DEFAULTS.continue_watching
  const [from, to] = [started ?? own.started, finished ?? own.finished]
  if (from < to) return []
  const setting = finished === undefined ? 'started' : 'finished'
  return [mistake([...at, setting], `a title is begun at ${from} and finished at ${to}: finished has to be greater`)]
}

function fillMistakes({ type, fill }: LooseRow, at: Path): Mistake[] {
  if (fill !== true || !isKind(type) || !NEVER_FILLED.has(type)) return []
  const filled = Object.keys(ROW_DEFAULTS).filter((kind) => isKind(kind) && !NEVER_FILLED.has(kind))
  return [mistake([...at, 'fill'], `a row of ${type} is never filled; rows that can be are of ${filled.join(', ')}`)]
}

function experimentMistakes({ pages = {}, experiments = [] }: LooseFile): Mistake[] {
  const ids = experiments.map(({ id }, place): Named => ({ name: id, path: ['experiments', place, 'id'] }))
  return [
    ...doubles(ids, 'experiment'),
    ...variantTextMistakes(experiments),
    ...experiments.flatMap(({ variants = [] }, place) => {
      const at = ['experiments', place, 'variants']
      const names = variants.map(({ id }, number): Named => ({ name: id, path: [...at, number, 'id'] }))
      return [
        ...doubles(names, 'variant'),
        ...shareMistakes(variants, at),
        ...variants.flatMap(({ page = {} }, number) =>
          (['instead_of', 'use'] as const).flatMap((setting) => {
            const id = page[setting]
            if (id === undefined || Object.hasOwn(pages, id)) return []
            return [mistake([...at, number, 'page', setting], `there is no page ${id}`)]
          }),
        ),
      ]
    }),
  ]
}

/** A viewer's variants stand in every tracking value, and events carry no longer ones. */
function variantTextMistakes(experiments: NonNullable<LooseFile['experiments']>): Mistake[] {
  const longest = experiments.map(({ id = '', variants = [] }) => ({
    experiment: id,
    variant: variants.reduce((most, { id: name = '' }) => (name.length > most.length ? name : most), ''),
  }))
  const bytes = Buffer.byteLength(toVariantText(longest))
  if (bytes <= LONGEST_VARIANT_TEXT) return []
  return [
    mistake(
      ['experiments'],
      `a viewer's variants can take ${bytes} bytes of a tracking value, and have to fit into ${LONGEST_VARIANT_TEXT}: shorten ids of experiments or variants, or have fewer`,
    ),
  ]
}

function shareMistakes(variants: readonly z.infer<typeof looseVariant>[], at: Path): Mistake[] {
  const shares = variants.flatMap(({ share }) => share ?? [])
  // What is missing is a mistake already.
  if (shares.length === 0 || shares.length < variants.length) return []
  const sum = shares.reduce((total, share) => total + share, 0)
  if (Math.abs(sum - 1) <= SHARES_WITHIN) return []
  return [mistake(at, `the shares sum to ${Number(sum.toFixed(6))}, and have to sum to 1`)]
}

interface Named {
  readonly name: string | undefined
  readonly path: Path
}

function named(names: readonly (string | undefined)[], at: Path): Named[] {
  return names.map((name, place) => ({ name, path: [...at, place] }))
}

/** Every name that stood before, where it stands again. */
function doubles(entries: readonly Named[], what: string): Mistake[] {
  const seen = new Set<string>()
  return entries.flatMap(({ name, path }) => {
    if (name === undefined) return []
    if (seen.has(name)) return [mistake(path, `there is a ${what} ${name} already`)]
    seen.add(name)
    return []
  })
}

function isKind(type: string | undefined): type is RowKind {
  return type !== undefined && Object.hasOwn(ROW_DEFAULTS, type)
}

function mistake(path: Path, message: string): Mistake {
  return { path, message, atKey: false }
}
