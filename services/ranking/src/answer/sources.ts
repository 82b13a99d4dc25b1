/** What answering takes, and what may be missing of it. */
import type { CatalogTitle } from '@upnext/catalog'
import type { RowsFile } from '@upnext/rows'
import { notFound, unavailable } from '@upnext/service-kit'
import type { CallContext } from '@upnext/service-kit'
import { findTitle } from '../facts/find-title.ts'
import type { FriendsQuestion, FriendsReading } from '../facts/friends.ts'
import type { ProfileQuestion, ProfileReading } from '../facts/read-profile.ts'
import type { ModelHolder } from '../model/model-holder.ts'
import type { PageTools } from '../page/make-page.ts'
import type { RowSources } from '../rows/row-context.ts'

export interface AnswerSources extends RowSources, PageTools {
  readonly rows: RowsFile
  readonly holder: Pick<ModelHolder, 'current' | 'unavailable'>
  /** Another one for every answer: whoever calls may give several requests one id, and what was shown on their pages is told apart by this. */
  readonly newPageId: () => string
  /** Whether the catalogue has been read to the end that it had at the start. */
  readonly catalogReady: () => boolean
  readonly readProfile: (question: ProfileQuestion) => Promise<ProfileReading>
  /** Asked only where a row shows what friends watch. */
  readonly readFriends: (question: FriendsQuestion) => Promise<FriendsReading>
  readonly viewerTopic: string
  /**
   * Once all is read, an answer is made in one piece, and for nobody else at the same time: catalogue, model and clock are of one moment, and
   * nobody else has working memory of scoring. Rejects where the caller has gone meanwhile.
   */
  readonly inTurn: <T>(caller: Pick<CallContext, 'isGone'>, make: () => T) => Promise<T>
}

/** Why an answer is not as good as it could be, whoever asks. */
export function missingParts({ holder, catalogReady }: AnswerSources): string[] {
  return [...(holder.unavailable() ? ['MODEL_UNAVAILABLE'] : []), ...(catalogReady() ? [] : ['CATALOG_LOADING'])]
}

/** The title that a request is about. Throws NOT_FOUND, or UNAVAILABLE while nobody can know yet. */
export function namedTitle({ catalog, catalogReady }: AnswerSources, itemId: string): CatalogTitle {
  const title = findTitle(catalog, itemId)
  if (title !== undefined) return title
  if (!catalogReady()) throw unavailable('the catalogue is still being read', 'CATALOG_LOADING')
  throw notFound(`no title has the id ${JSON.stringify(itemId)}`)
}
