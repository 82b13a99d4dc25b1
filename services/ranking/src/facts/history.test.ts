import { describe, expect, it } from '@jest/globals'
import { aProfile } from '../testing/a-model.ts'
import { historyOfProfile } from './history.ts'

describe('historyOfProfile', () => {
  it('takes a film that was begun once more for one that was watched to the end', () => {
    const [finished] = aProfile(['a']).recent.entries
    if (finished === undefined) throw new Error('the profile has a title')
    const again = { atMs: 2_000_000_000_000, session: 1, episode: '', positionS: 4, durationS: 100 } as const
    const recent = { entries: [{ ...finished, sessions: [again, ...finished.sessions] }], horizon: null }
    expect(historyOfProfile(aProfile([], { recent }))).toMatchObject([{ hash: finished.key, weight: 1, fraction: 1 }])
  })
})
