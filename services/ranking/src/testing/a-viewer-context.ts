/** What makers of rows are given, for tests: a small catalogue, one viewer with a profile, and the rules as they are. */
import { createCatalog } from '@upnext/catalog'
import { RequestContext } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import type { Profile } from '@upnext/profiles'
import type { Model } from '@upnext/recsys'
import type { RowKind, RowSpecOf } from '@upnext/rows'
import { askingViewer } from '../facts/asker.ts'
import type { SharedWatching } from '../facts/friends.ts'
import { readContext } from '../request/fields.ts'
import { createViolations } from '../request/violation.ts'
import { causesOf } from '../rows/candidate.ts'
import type { Candidate } from '../rows/candidate.ts'
import { createRowContext, factsFor } from '../rows/row-context.ts'
import type { RowContext, RowDraft, RowMaker } from '../rows/row-maker.ts'
import { aServedModel } from './a-model.ts'
import { someRowSources } from './some-sources.ts'
import { NOW, aMovie } from './some-titles.ts'

export interface ViewerContextParts {
  /** Ids stand for movies that every rule lets through. */
  readonly items: readonly (CatalogItem | string)[]
  readonly profile?: Profile | null
  readonly request?: Parameters<typeof RequestContext.fromPartial>[0]
  readonly model?: Model
  readonly friends?: readonly SharedWatching[]
  readonly excluded?: readonly string[]
  readonly depth?: number
}

export function aViewerContext(parts: ViewerContextParts): RowContext {
  const { profile = null, model, friends = [], excluded = [], depth = 20 } = parts
  const catalog = createCatalog()
  for (const item of parts.items)
    catalog.apply({ item: typeof item === 'string' ? aMovie({ itemId: item }) : item, receivedAtMs: 0 })
  const clock = { now: () => NOW }
  const request = readContext(RequestContext.fromPartial(parts.request ?? {}), createViolations())
  const place = { generation: 1, partition: 0, nextOffset: 1, behind: false }
  const asker = askingViewer({ kind: 'read', profile, ...place }, request)
  const query = {
    asker,
    facts: factsFor(asker, { excludedIds: excluded }, NOW),
    served: model === undefined ? null : aServedModel(model),
    about: null,
    friends,
    list: { diversity: 0, calibration: 0, popularity: 0, fatigue: 0, exploration: 0 },
    seed: 'viewer',
    depth,
  }
  return createRowContext(query, someRowSources({ catalog, clock })).context
}

/** The one row that a maker makes, or `null` where it makes none. */
export function theRow<Kind extends RowKind>(
  maker: RowMaker<Kind>,
  spec: RowSpecOf<Kind>,
  parts: ViewerContextParts,
): RowDraft | null {
  const [row, ...others] = maker(spec, aViewerContext(parts))
  if (others.length > 0) throw new Error('expected at most one row')
  return row ?? null
}

export function idsOf(row: RowDraft | null): string[] {
  return row?.candidates.map(({ title }) => title.itemId) ?? []
}

export function reasonTypesOf(row: RowDraft | null): unknown[] {
  const typesOf = (candidate: Candidate): unknown[] =>
    causesOf(candidate).map((cause) => (cause.kind === 'fact' ? cause.type : 'title'))
  return row?.candidates.map(typesOf) ?? []
}
