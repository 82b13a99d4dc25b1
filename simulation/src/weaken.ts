/** The guards, taken away: what the simulation says then shows that it would notice. */
import type { ProfileStore } from '@upnext/ports'
import type * as Profiles from '@upnext/profiles'

/** Writes wherever the position is, as a store without the compare-and-set would. */
export function withoutCompareAndSet(store: ProfileStore): ProfileStore {
  return {
    ...store,
    async commit(batch) {
      let result = await store.commit(batch)
      while (!result.ok) result = await store.commit({ ...batch, expected: result.position })
      return result
    },
  }
}

/**
 * A watch or rating counts as newer than all that the profile holds: profiles go by the order of arrival then, and the same events in
 * the same order still give the same profiles.
 */
export function lastToArriveWins({ fold, newestMsOf }: typeof Profiles): typeof Profiles.fold {
  return (profile, event, caps) => {
    const { kind } = event
    const newestMs = Math.max(0, ...profile.recent.entries.map(newestMsOf))
    if (newestMs === 0 || kind === undefined) return fold(profile, event, caps)
    const occurredAtMs = newestMs + 1
    if (kind.$case === 'rating') return fold(profile, { ...event, occurredAtMs }, caps)
    if (kind.$case !== 'watch') return fold(profile, event, caps)
    const value = { ...kind.value, sessionStartedAtMs: occurredAtMs }
    return fold(profile, { ...event, occurredAtMs, kind: { ...kind, value } }, caps)
  }
}
