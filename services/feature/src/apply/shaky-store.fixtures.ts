/** One partition of a store, with what can befall it between a command and its answer. */
import type { ProfileStore } from '@upnext/ports'

/**
 * - `lost`: done, but the answer is not heard;
 * - `refused`: not done;
 * - `twice`: done, and sent again by the client, so that the answer is of the second time;
 * - `rolled back`: the store first loses its last two commits.
 */
export type Fate = 'well' | 'lost' | 'refused' | 'twice' | 'rolled back'

interface State {
  readonly position: number
  readonly profiles: ReadonlyMap<string, Uint8Array>
}

export interface ShakyStore extends Pick<ProfileStore, 'read' | 'commit'> {
  /** Of the commits to come, in their order; those beyond are well. */
  readonly fates: Fate[]
  /** Commands sent so far. */
  readonly sent: { reads: number; commits: number }
  state(): State
  /** Goes back by so many commits. */
  rollBack(commits: number): void
}

/** `turn`: awaited before every command, so that a scheduler can order those of several writers. */
export function createShakyStore(turn: () => Promise<void> = () => Promise.resolve()): ShakyStore {
  const history: State[] = [{ position: 0, profiles: new Map() }]
  const state = (): State => history.at(-1) ?? { position: 0, profiles: new Map() }
  const fates: Fate[] = []
  const sent = { reads: 0, commits: 0 }
  const rollBack = (commits: number): void => void history.splice(Math.max(1, history.length - commits))

  return {
    fates,
    sent,
    state,
    rollBack,
    async read(_generation, _partition, keys) {
      sent.reads += 1
      await turn()
      const { position, profiles } = state()
      return { position, profiles: keys.map((key) => profiles.get(key) ?? null) }
    },
    async commit({ expected, next, profiles }) {
      sent.commits += 1
      await turn()
      const fate = fates.shift() ?? 'well'
      if (fate === 'refused') throw new Error('the store is away')
      if (fate === 'rolled back') rollBack(2)
      const before = state()
      if (before.position !== expected) return { ok: false, position: before.position }
      const after = new Map(before.profiles)
      for (const { key, bytes } of profiles) if (bytes !== null) after.set(key, Buffer.from(bytes))
      history.push({ position: next, profiles: after })
      if (fate === 'lost') throw new Error('no answer')
      return fate === 'twice' ? { ok: false, position: next } : { ok: true }
    },
  }
}
