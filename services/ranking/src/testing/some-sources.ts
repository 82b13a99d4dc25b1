/** All that making rows takes, and all that answering takes, on a catalogue in memory, for tests that call them themselves. */
import type { Catalog } from '@upnext/catalog'
import type { Clock } from '@upnext/ports'
import { createArrange, createListTally, createScratches } from '@upnext/recsys'
import { defaultRows } from '@upnext/rows'
import type { ListSettings, RowsFile } from '@upnext/rows'
import type { CallContext } from '@upnext/service-kit'
import { oneByOne } from '../answer/one-by-one.ts'
import type { AnswerSources } from '../answer/sources.ts'
import { createOfferIndex } from '../catalogue/offer-index.ts'
import { createSeriesIndex } from '../catalogue/series-index.ts'
import type { SharedWatching } from '../facts/friends.ts'
import type { ProfileReading } from '../facts/read-profile.ts'
import type { ServedModel } from '../model/served-model.ts'
import { createTraits } from '../page/title-traits.ts'
import { createCatalogOrder } from '../rows/catalog-order.ts'
import type { RowSources } from '../rows/row-context.ts'
import { createWindowOrder } from '../rows/window-order.ts'
import { createTrends } from '../trends/trends.ts'
import type { Trends } from '../trends/trends.ts'

export interface RowSourceParts {
  readonly catalog: Catalog
  readonly clock: Clock
  /** Absent: nothing is watched of late. */
  readonly trends?: Trends
}

export interface SourceParts extends RowSourceParts {
  readonly served?: ServedModel | null
  /** Of every viewer; absent: nothing is known of anybody. */
  readonly reading?: ProfileReading
  readonly friends?: readonly SharedWatching[]
  readonly rows?: RowsFile
}

export function someRowSources({ catalog, clock, trends = createTrends() }: RowSourceParts): RowSources {
  return {
    catalog,
    clock,
    trends,
    order: createCatalogOrder(catalog, clock),
    windows: createWindowOrder(catalog, clock),
    episodes: createSeriesIndex(catalog),
    offers: createOfferIndex(catalog, clock),
    scratches: createScratches(),
  }
}

export function someSources(parts: SourceParts): AnswerSources {
  const { served = null, reading = NOTHING_KNOWN, friends = [] } = parts
  const rowSources = someRowSources(parts)
  return {
    ...rowSources,
    arrange: createArrange(),
    traitsOf: createTraits(),
    tally: createListTally(),
    rows: parts.rows ?? defaultRows(),
    holder: { current: () => served, unavailable: () => false },
    newPageId: () => 'page',
    catalogReady: () => true,
    readProfile: () => Promise.resolve(reading),
    readFriends: () => Promise.resolve({ friends, degradedReasons: [] }),
    viewerTopic: 'upnext.viewer-events.v1',
    inTurn: oneByOne(rowSources.scratches),
  }
}

/** The default rows, with other settings of their lists where a row does not say its own. */
export function rowsWith(list: Partial<ListSettings>): RowsFile {
  const rows = defaultRows()
  return { ...rows, list: { ...rows.list, ...list } }
}

const NOTHING_KNOWN: ProfileReading = {
  kind: 'read',
  profile: null,
  generation: 1,
  partition: 0,
  nextOffset: 1,
  behind: false,
}

export const NOBODY_WAITS: CallContext = {
  isGone: () => false,
  deadlineMs: null,
  requestId: 'request',
}
