import { describe, expect, it } from '@jest/globals'
import { FORGET_SHOWN_MS, SESSION_GAP_MS, shownTimes } from './shown-times.ts'

const NOW = 1_700_000_000_000
const ago = (ms: number, page = 1) => ({ atMs: NOW - ms, page })

describe('shownTimes', () => {
  it('counts pages, not showings', () => {
    const shown = [ago(SESSION_GAP_MS, 1), ago(SESSION_GAP_MS + 5, 2), ago(SESSION_GAP_MS + 9, 1)]
    expect(shownTimes(shown, null, NOW)).toBe(2)
    expect(shownTimes([], null, NOW)).toBe(0)
  })

  it('leaves out what was shown in this session, or is to come, or is long ago', () => {
    expect(shownTimes([ago(SESSION_GAP_MS - 1)], null, NOW)).toBe(0)
    expect(shownTimes([ago(-1000)], null, NOW)).toBe(0)
    expect(shownTimes([ago(FORGET_SHOWN_MS)], null, NOW)).toBe(1)
    expect(shownTimes([ago(FORGET_SHOWN_MS + 1)], null, NOW)).toBe(0)
  })

  it('counts a page by its older showing, where the newer one is of this session', () => {
    expect(shownTimes([ago(0, 7), ago(SESSION_GAP_MS, 7)], null, NOW)).toBe(1)
  })

  it('starts again when the title is picked', () => {
    const shown = [ago(SESSION_GAP_MS, 1), ago(2 * SESSION_GAP_MS, 2), ago(3 * SESSION_GAP_MS, 3)]
    expect(shownTimes(shown, NOW - 2 * SESSION_GAP_MS, NOW)).toBe(1)
    expect(shownTimes(shown, NOW, NOW)).toBe(0)
  })
})
