/** Reads what is to be known of whoever asks, within the time that the caller leaves. */
import type { CallContext } from '@upnext/service-kit'
import { askingGuest, askingViewer } from '../facts/asker.ts'
import type { Asker } from '../facts/asker.ts'
import { findTitle } from '../facts/find-title.ts'
import type { SharedWatching } from '../facts/friends.ts'
import type { Audience } from '../request/audience.ts'
import type { RequestFacts } from '../request/fields.ts'
import { DAY_MS } from '../rows/day.ts'
import type { AnswerSources } from './sources.ts'

export interface Asking {
  readonly audience: Audience
  readonly facts: RequestFacts
  /** `false`: no row of the answer asks what was shown to the viewer. Absent: `true`. */
  readonly impressions?: boolean
}

export async function whoAsks(
  { audience, facts, impressions = true }: Asking,
  { deadlineMs, isGone }: CallContext,
  sources: AnswerSources,
): Promise<Asker> {
  if (audience.kind === 'guest') {
    const titles = audience.items.flatMap(({ itemId, weight }) => {
      const title = findTitle(sources.catalog, itemId)
      return title === undefined ? [] : [{ hash: title.hash, weight }]
    })
    return askingGuest(titles, facts)
  }
  const { key, after } = audience
  return askingViewer(await sources.readProfile({ key, after, deadlineMs, isGone, impressions }), facts)
}

export interface AskerWithFriends {
  readonly asker: Asker
  readonly friends: readonly SharedWatching[]
}

/** The same, with what friends share: read only where a row wants it, and a guest has none. */
export async function whoAsksWithFriends(
  asking: Asking,
  wantsFriends: (asker: Asker) => boolean,
  context: CallContext,
  sources: AnswerSources,
): Promise<AskerWithFriends> {
  const asker = await whoAsks(asking, context, sources)
  const { audience } = asking
  if (!wantsFriends(asker) || audience.kind === 'guest') return { asker, friends: [] }
  const { deadlineMs } = context
  const { friends, degradedReasons } = await sources.readFriends({
    key: audience.key,
    profile: asker.profile,
    deadlineMs,
  })
  return { asker: { ...asker, degradedReasons: [...asker.degradedReasons, ...degradedReasons] }, friends }
}

/**
 * What chance depends on: the same within a session of the app; for a viewer without one all day. A guest's answers without a session have
 * nothing in common.
 */
export function seedOf(audience: Audience, requestId: string, sessionId: string | null, nowMs: number): string {
  const who = audience.kind === 'viewer' ? audience.key : (sessionId ?? requestId)
  return `${who} ${sessionId ?? Math.floor(nowMs / DAY_MS)}`
}
