import { describe, expect, it } from '@jest/globals'
import { GenerationActiveError } from '@upnext/ports'
import {
  addGeneration,
  beginDrop,
  endDrop,
  parseGenerations,
  readyGeneration,
  switchGeneration,
} from './generation-list.ts'

const first = { generation: 1, foldVersion: 1, createdAtMs: 5 }

describe('the list of generations', () => {
  it('reads what earlier releases have written, as ready', () => {
    const written = JSON.stringify({ active: 2, manifests: [first, { ...first, generation: 2 }] })
    expect(parseGenerations(written)).toEqual({
      active: 2,
      previous: 0,
      next: 3,
      manifests: [
        { ...first, state: 'ready' },
        { ...first, generation: 2, state: 'ready' },
      ],
    })
  })

  it('survives being written and read', () => {
    const { state } = addGeneration(parseGenerations(null), first)
    expect(parseGenerations(JSON.stringify(state))).toEqual(state)
  })

  it('changes nothing, and so writes nothing, where there is nothing to do', () => {
    const { state } = addGeneration(parseGenerations(null), first)
    expect(addGeneration(state, first).state).toBe(state)
    expect(readyGeneration(state, 1).state).toBe(state)
    expect(readyGeneration(state, 7)).toEqual({ state, result: false })
    expect(switchGeneration(state, 1, 1).state).toBe(state)
    expect(beginDrop(state, 7)).toEqual({ state, result: false })
    expect(endDrop(state, 1)).toEqual({ state, result: false })
  })

  it('makes nothing ready or active that is being dropped', () => {
    const two = addGeneration(addGeneration(parseGenerations(null), first).state, { ...first, generation: 2 }).state
    const dropping = beginDrop(two, 2).state
    expect(beginDrop(dropping, 2)).toEqual({ state: dropping, result: true })
    expect(readyGeneration(dropping, 2).result).toBe(false)
    expect(switchGeneration(dropping, 1, 2).result).toBe(false)
    expect(() => beginDrop(dropping, 1)).toThrow(GenerationActiveError)
    const dropped = endDrop(dropping, 2).state
    expect(dropped.manifests.map(({ generation }) => generation)).toEqual([1])
    expect(() => addGeneration(dropped, { ...first, generation: 2 })).toThrow('the next one is 3')
  })
})
