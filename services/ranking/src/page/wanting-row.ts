import type { RowSpec } from '@upnext/rows'
import type { RowDraft } from '../rows/row-maker.ts'

/** A row that wants titles, in the order in which the page shows rows. */
export interface WantingRow {
  readonly spec: RowSpec
  readonly draft: RowDraft
  /** How many it shows. */
  readonly limit: number
  /** With fewer it is left out; 0: never. */
  readonly least: number
  /** Nothing comes after what it shows. */
  readonly ends?: boolean
}
