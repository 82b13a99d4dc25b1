/** A rows file as it was understood: every default filled in, every filter compiled. What the pages are made by. */
import type { TitleFilter } from './title-filter.ts'
import type { ListChanges, ListSettings } from './list-settings.ts'
import type { OwnSettings } from './row-defaults.ts'
import type { RowDocumentOf, RowKind } from './rows-schema.ts'

export interface RowsFile {
  /** Version of the content, as answers and tracking values say it. */
  readonly name: string
  /** The list settings that hold where neither row nor variant says others. */
  readonly list: ListSettings
  readonly budgets: ReadonlyMap<string, Budget>
  /** By id. `home` is always there. */
  readonly pages: ReadonlyMap<string, PageSpec>
  readonly experiments: readonly Experiment[]
}

export interface Budget {
  /** Absent: as many as there are. */
  readonly rows?: number | undefined
  readonly items?: number | undefined
}

export interface PageSpec {
  readonly id: string
  readonly rows: readonly RowSpec[]
}

/** One type's rows. */
export type RowSpecOf<Kind extends RowKind> = RowDocumentOf<Kind> &
  OwnSettings<Kind> & {
    readonly items: number
    readonly min_items: number
    readonly priority: number
    readonly fill: boolean
    /** The compiled `filter`. */
    readonly fits: TitleFilter | null
  }

/** One row of the file, by its type's own settings, and what is common to all. */
export type RowSpec = { [Kind in RowKind]: RowSpecOf<Kind> }[RowKind]

export interface Experiment {
  readonly id: string
  readonly salt: string
  /** Share of viewers that takes part. */
  readonly audience: number
  readonly variants: readonly Variant[]
}

export interface Variant {
  readonly id: string
  /** Shares of an experiment's variants sum to 1. */
  readonly share: number
  readonly page: { readonly insteadOf: string; readonly use: string } | null
  readonly list: ListChanges
  readonly ranker: 'learned' | 'blend'
}

/** One mistake in a rows file. Lines and columns start at 1. */
export interface RowsProblem {
  readonly line: number
  readonly column: number
  /** Like `pages.home.rows[2].items`. */
  readonly path: string
  readonly message: string
}
