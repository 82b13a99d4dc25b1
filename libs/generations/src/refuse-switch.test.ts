import { describe, expect, it } from '@jest/globals'
import type { GenerationManifest, Generations } from '@upnext/ports'
import { MOST_BEHIND, recordsBehind } from './positions.ts'
import { SwitchRefusedError, refuseSwitch } from './refuse-switch.ts'

const manifest = (generation: number, state: GenerationManifest['state']): GenerationManifest => ({
  generation,
  state,
  foldVersion: 2,
  createdAtMs: 0,
})
const manifests = [manifest(1, 'ready'), manifest(2, 'ready'), manifest(3, 'building'), manifest(4, 'dropping')]
const generations: Generations = { active: 1, previous: 0, next: 5, manifests }

function asked(to: number, behind = 0, force = false): () => void {
  return () => refuseSwitch({ generations, to, behind, force })
}

describe('a switch of generations', () => {
  it('is allowed to one that is ready and near', () => {
    expect(asked(2, MOST_BEHIND)).not.toThrow()
  })

  it('is refused to one that is far behind, with the figure, unless forced', () => {
    expect(asked(2, MOST_BEHIND + 1)).toThrow(SwitchRefusedError)
    expect(asked(2, 1234)).toThrow(/1234 records behind generation 1.*fold version 2.*--force/)
    expect(asked(2, 1234, true)).not.toThrow()
  })

  it.each([
    [1, 'is the active one already'],
    [3, 'still being built'],
    [4, 'there is no generation 4; there are: 1, 2, 3'],
    [9, 'there is no generation 9'],
  ])('is refused to generation %i, also where forced', (to, text) => {
    expect(asked(to, 0, true)).toThrow(text)
  })
})

it('counts what one generation lacks, not what it has more', () => {
  expect(recordsBehind([5, 5, 0], [7, 3, 4])).toBe(6)
})
