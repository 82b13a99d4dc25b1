/** What the viewer has put on their list, newest first. It stays there until they take it off, watched or not. */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { wholeOf } from '../../facts/find-title.ts'
import type { Candidate } from '../candidate.ts'
import { fact } from '../fact.ts'
import type { RowContext, RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'

export const myList: RowMaker<'my_list'> = (spec, context) => {
  const candidates = listedTitles(context)
    .slice(0, context.depth)
    .map(({ title, atMs }, place): Candidate => {
      return { title, score: 1 / (place + 1), causes: [fact(ReasonType.REASON_TYPE_LISTED, 1, { atMs })] }
    })
  if (candidates.length === 0) return []
  const title = titleOf(spec, 'my_list')
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}

interface Listed {
  readonly title: CatalogTitle
  readonly atMs: number
}

/** An episode on the list stands for its series, and no title is there twice. */
function listedTitles({ asker, catalog, allowsBut }: RowContext): Listed[] {
  const allows = allowsBut('seen')
  const listed = new Map<ItemHash, Listed>()
  for (const { key, listed: decision } of asker.list) {
    const named = catalog.byHash(key)
    if (named === undefined) continue
    const title = wholeOf(catalog, named)
    if (!listed.has(title.hash) && allows(title)) listed.set(title.hash, { title, atMs: decision.atMs })
  }
  return [...listed.values()]
}
