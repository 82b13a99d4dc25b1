/**
 * Counts and popularity as they grow, which titles ranking has to hear of, and their replacement by those of a new model. Weights
 * are in the unit of the model, so that what comes later weighs as what the model was made of.
 */
import type { ItemHash } from '@upnext/contracts'
import { learnFrom } from '@upnext/learning'
import type { Observation } from '@upnext/learning'
import { COUNT_ROW_KINDS, createCounts, createItemIndex, createPopularityClock, createRowBuilder } from '@upnext/recsys'
import type { CountRow, GrowingCounts, ItemPopularity, ModelSettings, PopularityState } from '@upnext/recsys'

/** Counts with all that is needed to read them. */
export interface Counted {
  /** Title number -> hash. */
  readonly items: readonly ItemHash[]
  readonly counts: GrowingCounts
  readonly popularity: PopularityState
  /** What weights are divided by. */
  readonly unit: number
  /** Those of the model that rows go on top of: which rows it reads, and how long they are. */
  readonly settings: ModelSettings
}

/** Before the first model. */
export function nothingCounted(settings: ModelSettings): Counted {
  const popularity = { total: [], month: [], days: [], asOfMs: 0 }
  return { items: [], counts: createCounts(settings.counts), popularity, unit: 1, settings }
}

/** What ranking should know of a title. Neighbours are given by their hashes. */
export interface TitleNow {
  readonly rows: readonly TitleRowNow[]
  readonly popularity: ItemPopularity
}

export interface TitleRowNow {
  readonly rowSet: string
  readonly neighbours: readonly ItemHash[]
  readonly scores: ArrayLike<number>
}

export interface LiveCounts {
  /** As they are now, to go on from exactly; the counts themselves go on growing. */
  state(): Counted
  /** How far back an observation should look. */
  window(): number
  /** Titles that have changed and were not taken yet. */
  changedTitles(): number
  observe(observation: Observation): void
  /** The longest waiting titles first. They count as sent: give them back if they were not. */
  takeChanged(limit: number): ItemHash[]
  giveBack(titles: readonly ItemHash[]): void
  now(title: ItemHash): TitleNow
  /**
   * A full count of what is known now begins elsewhere. The function answered puts it in the place of these counts, together with
   * what was observed meanwhile; only what changed meanwhile is to be sent then. A later recount makes an earlier one void.
   */
  beginRecount(): (counted: Counted) => void
}

export function createLiveCounts(start: Counted): LiveCounts {
  let state = begin(start)
  let changed = new Set<ItemHash>()
  let meanwhile: Observation[] | null = null

  const observe = (observation: Observation): void => {
    meanwhile?.push(observation)
    learnFrom(observation, state, (touched) => changed.add(state.index.hashOf(touched)))
    changed.add(observation.item)
  }

  return {
    state: () => {
      const { index, popularity, counts, unit, settings } = state
      const items = Array.from({ length: index.size() }, (_, item) => index.hashOf(item))
      return { items, counts, popularity: popularity.state(), unit, settings }
    },
    window: () => state.settings.counts.window,
    changedTitles: () => changed.size,
    observe,
    takeChanged: (limit) => {
      const taken = [...changed].slice(0, limit)
      for (const title of taken) changed.delete(title)
      return taken
    },
    giveBack: (titles) => {
      changed = new Set([...titles, ...changed])
    },
    now: (title) => {
      const { index, counts, popularity, kinds, build } = state
      const item = index.add(title)
      const toRow = (rowSet: string, { neighbours, scores }: CountRow): TitleRowNow => {
        return { rowSet, neighbours: Array.from(neighbours, (neighbour) => index.hashOf(neighbour)), scores }
      }
      return { rows: kinds.map((kind) => toRow(kind, build(counts, kind, item))), popularity: popularity.of(item) }
    },
    beginRecount: () => {
      const recorded: Observation[] = []
      meanwhile = recorded
      return (counted) => {
        if (meanwhile !== recorded) return
        meanwhile = null
        state = begin(counted)
        changed = new Set()
        for (const observation of recorded) observe(observation)
      }
    },
  }
}

function begin({ items, counts, popularity, unit, settings }: Counted) {
  const read = new Set(settings.channels.map(({ rowSet }) => rowSet))
  return {
    index: createItemIndex(items),
    counts,
    popularity: createPopularityClock(popularity),
    unit,
    settings,
    kinds: COUNT_ROW_KINDS.filter((kind) => read.has(kind)),
    build: createRowBuilder(settings.neighbours),
  }
}
