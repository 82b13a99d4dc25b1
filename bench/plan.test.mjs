import { describe, expect, it } from '@jest/globals'
import { chosenOf, commandOf } from './plan.mjs'

const plan = [{ bench: 'ranking' }, { bench: 'trainer', args: ['--only', 'fit'] }, { bench: 'memory' }]

describe('the plan', () => {
  it('is run whole where nothing is named', () => {
    expect(chosenOf(plan, [])).toEqual(plan)
  })

  it('keeps its order where some are named', () => {
    expect(chosenOf(plan, ['memory', 'ranking']).map(({ bench }) => bench)).toEqual(['ranking', 'memory'])
  })

  it('refuses what it does not have', () => {
    expect(() => chosenOf(plan, ['speed'])).toThrow('there is no speed; there are ranking, trainer, memory')
  })

  it('says each command as one would type it', () => {
    expect(commandOf(plan[1])).toBe('npm run bench -- trainer --only fit --json')
  })
})
