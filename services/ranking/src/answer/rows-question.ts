/** All that is settled before rows are made. */
import type { CatalogTitle } from '@upnext/catalog'
import type { AssignedVariant, RowTitle } from '@upnext/contracts'
import type { Budget, ListSettings, RowSpec } from '@upnext/rows'
import type { Asker } from '../facts/asker.ts'
import type { SharedWatching } from '../facts/friends.ts'
import type { HistoryTitle } from '../facts/history.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { DealtRow } from '../page/deal-titles.ts'
import type { RequestWishes } from '../request/wishes.ts'

export interface RowsQuestion {
  readonly requestId: string
  /** Ties what is shown together. */
  readonly pageId: string
  readonly asker: Asker
  /** `false`: the answer is the same whoever asks, and says nothing of a profile. */
  readonly isForAsker?: boolean
  readonly friends?: readonly SharedWatching[]
  readonly about: CatalogTitle | null
  /** Where not the asker's own. */
  readonly history?: readonly HistoryTitle[]
  readonly excludedIds: readonly string[]
  readonly wishes: RequestWishes
  readonly specs: readonly RowSpec[]
  readonly budget: Budget
  readonly list: ListSettings
  readonly seed: string
  /** The token that goes on with a row; `null`: none can be gone on with. Where one can, more is looked for than is shown. */
  readonly more: ((row: DealtRow, title: RowTitle) => string) | null
  readonly served: ServedModel | null
  readonly nowMs: number
  readonly rowsVersion: string
  readonly variants: readonly AssignedVariant[]
}
