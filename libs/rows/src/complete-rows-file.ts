/** From a document without mistakes to what the pages are made by: defaults filled in, filters compiled. */
import { changedList } from './list-settings.ts'
import { DEFAULT_ITEMS, DEFAULT_LIST, DEFAULT_MIN_ITEMS, OWN_DEFAULTS, ROW_DEFAULTS } from './row-defaults.ts'
import type { Experiment, PageSpec, RowSpec, RowsFile } from './rows-file.ts'
import type { RowDocument, RowKind, RowsDocument } from './rows-schema.ts'
import { compileFilter } from './title-filter.ts'

export type FileDefaults = NonNullable<RowsDocument['defaults']>

export function completeRowsFile(document: RowsDocument): RowsFile {
  const defaults = document.defaults ?? {}
  const pages = Object.entries(document.pages).map(([id, { rows }]): [string, PageSpec] => [
    id,
    { id, rows: rows.map((row) => completeRow(row, defaults)) },
  ])
  return {
    name: document.name,
    list: changedList(DEFAULT_LIST, defaults.list ?? {}),
    budgets: new Map(Object.entries(document.budgets ?? {})),
    pages: new Map(pages),
    experiments: (document.experiments ?? []).map(toExperiment),
  }
}

/** One row with every setting that it does not say itself. Throws `TypeError` where its filter is not an expression. */
export function completeRow(row: RowDocument, defaults: FileDefaults = {}): RowSpec {
  const { priority, fill } = ROW_DEFAULTS[row.type]
  const items = row.items ?? defaults.items ?? DEFAULT_ITEMS
  const complete = {
    ...row,
    ...ownSettings(row),
    items,
    min_items: Math.min(row.min_items ?? minItemsOf(row.type, defaults), items),
    priority: row.priority ?? priority,
    fill: row.fill ?? fill,
    fits: compiled(row.filter),
  }
  // The table pairs each type with its own settings; that pairing is lost where a type is looked up.
  return complete as RowSpec
}

/** The type's own comes first: a list of three titles that the viewer has begun is worth showing, whatever the file says of others. */
export function minItemsOf(type: RowKind, defaults: FileDefaults): number {
  return ROW_DEFAULTS[type].min_items ?? defaults.min_items ?? DEFAULT_MIN_ITEMS
}

function ownSettings(row: RowDocument): Record<string, unknown> {
  // A row of one genre is one row.
  const usual = row.type === 'genre' && row.genre !== undefined ? { count: 1 } : OWN_DEFAULTS[row.type]
  const said = new Map<string, unknown>(Object.entries(row))
  return Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, said.get(name) ?? value]))
}

function compiled(filter: string | undefined): RowSpec['fits'] {
  if (filter === undefined) return null
  const read = compileFilter(filter)
  if (!read.ok) throw new TypeError(`${filter}: ${read.problem}`)
  return read.filter
}

function toExperiment(experiment: NonNullable<RowsDocument['experiments']>[number]): Experiment {
  return {
    id: experiment.id,
    salt: experiment.salt ?? experiment.id,
    audience: experiment.audience ?? 1,
    variants: experiment.variants.map(({ id, share, page, list, ranker }) => ({
      id,
      share,
      page: page === undefined ? null : { insteadOf: page.instead_of, use: page.use },
      list: list ?? {},
      ranker: ranker ?? 'learned',
    })),
  }
}
