import { describe, expect, it } from '@jest/globals'
import { outcomeOf, withEntry } from './run-all.mjs'

describe('outcomeOf', () => {
  const ended = { code: 0, signal: null, said: '{"bench":"page"}\n', problem: 'warming up\n' }

  it('is what the bench printed', () => {
    expect(outcomeOf(ended)).toEqual({ result: { bench: 'page' }, error: null })
  })

  it('is a failure with its reason where the bench failed', () => {
    const problem = 'warming up\nfile:///x.mjs:1\n\nError: no kafka: no Java\n    at run (x.mjs:1:1)\n\nNode.js v20\n'
    expect(outcomeOf({ ...ended, code: 1, problem })).toEqual({ result: null, error: 'Error: no kafka: no Java' })
    expect(outcomeOf({ ...ended, code: 3 })).toEqual({ result: null, error: 'exit code 3' })
    expect(outcomeOf({ ...ended, code: null, signal: 'SIGTERM' })).toEqual({ result: null, error: 'ended by SIGTERM' })
    expect(outcomeOf({ ...ended, said: 'nonsense' })).toEqual({ result: null, error: 'it printed no JSON' })
  })
})

describe('withEntry', () => {
  const plan = [{ bench: 'ranking' }, { bench: 'page' }, { bench: 'memory' }]

  it('keeps what earlier runs said of other benches, in the order of the plan', () => {
    const earlier = [
      { bench: 'memory', date: 'old' },
      { bench: 'ranking', date: 'old' },
    ]
    expect(withEntry(earlier, { bench: 'ranking', date: 'new' }, plan)).toEqual([
      { bench: 'ranking', date: 'new' },
      { bench: 'memory', date: 'old' },
    ])
  })

  it('keeps a valid run where the new one is invalid, and else takes the new one', () => {
    const of = (date, valid) => ({ bench: 'page', date, result: { valid } })
    const kept = (before, after) => withEntry([before], after, plan)[0].date
    expect(kept(of('old', true), of('new', false))).toBe('old')
    expect(kept(of('old', false), of('new', false))).toBe('new')
    expect(kept(of('old', false), of('new', true))).toBe('new')
    expect(kept(of('old', true), { bench: 'page', date: 'new', result: null })).toBe('new')
  })

  it('drops what is no longer run', () => {
    expect(withEntry([{ bench: 'gone' }], { bench: 'page' }, plan)).toEqual([{ bench: 'page' }])
  })
})
