import { describe, expect, it } from '@jest/globals'
import { buildNow } from '../build/progress.ts'
import { solvedRows } from '../build/build-rows.ts'
import { MODEL_SETTINGS } from '../build/settings.ts'
import type { Configuration, ModelSettings } from '../build/settings.ts'
import { plantedHistories } from '../testing/some-histories.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { contest } from './contest.ts'
import type { Contest } from './contest.ts'
import { AT_ONCE, fitQuestions } from './grid.ts'
import { holdOut } from './hold-out.ts'
import { ask } from './questions.ts'

const timeline = buildNow(createTimeline(plantedHistories({ viewers: 300, genres: 6, titles: 120, seed: 21 })))
const held = holdOut(timeline)

const withChannels = (rowSet: string, recency: number | null): ModelSettings => ({
  ...MODEL_SETTINGS,
  channels: [{ rowSet, recency }],
  blend: [1],
})
const GOOD = withChannels('ridge', null)
/** The ridge read upside down: it shows what nobody wants who has such a history. */
const BAD: ModelSettings = { ...GOOD, blend: [-1] }

function against(incumbent: Configuration | null, challenger: ModelSettings): Contest | null {
  const rows = buildNow(solvedRows(held.before, challenger, null))
  const { channels } = challenger
  const trial = { settings: challenger, channels, rows, again: false, delayMs: AT_ONCE, questions: fitQuestions(held) }
  const examples = buildNow(ask(timeline, held, trial))
  return buildNow(contest(timeline, held, { content: null, incumbent }, { examples, early: challenger.blend }))
}
const unlearned = (settings: ModelSettings): Configuration => ({ settings, ranker: null, again: null })

describe('contest', () => {
  it('is not held where there is nothing to beat', () => {
    expect(against(null, GOOD)).toBeNull()
  })

  it('keeps an incumbent that is better', () => {
    const fight = against(unlearned(GOOD), BAD)
    expect(fight?.winner).toBe('incumbent')
    expect(fight?.incumbent).toBeGreaterThan(fight?.challenger ?? 1)
  })

  it('replaces an incumbent that is worse', () => {
    expect(against(unlearned(BAD), GOOD)?.winner).toBe('challenger')
  })

  it('finds the same configuration to be as good, to the last bit: it does not lose to itself', () => {
    const fight = against(unlearned(GOOD), GOOD)
    expect(fight).toMatchObject({ winner: 'challenger', incumbent: fight?.challenger })
  })

  it('learns the weights of an incumbent anew: its own may know the later half', () => {
    const settings = withChannels('ridge', null)
    const learned = (weight: number) => ({ settings, ranker: { weights: [weight, 0, 0, 0, 0] }, again: null })
    const score = against(learned(1), GOOD)?.incumbent
    expect(score).toBeGreaterThan(against(unlearned(BAD), GOOD)?.incumbent ?? 1)
    expect(against(learned(-1), GOOD)?.incumbent).toBe(score)
  })

  it('takes an incumbent whose rows of content are gone for what it is without them', () => {
    expect(against(unlearned(withChannels('content', null)), GOOD)).toMatchObject({
      winner: 'challenger',
      incumbent: 0,
    })
  })
})
