/** The part of a ProfileStore that is about generations, the same for every store that keeps a text and can remove profiles. */
import { GenerationDroppedError } from '@upnext/ports'
import type { ProfileStore } from '@upnext/ports'
import { updateCell } from './cell.ts'
import type { Cell, Step } from './cell.ts'
import {
  addGeneration,
  beginDrop,
  endDrop,
  parseGenerations,
  readyGeneration,
  switchGeneration,
} from './generation-list.ts'
import type { Gate } from './gate.ts'

/** What stands in place of a position once a generation is being dropped. No compare-and-set ever expects it. */
export const DROPPED_MARK = 'dropped'

/** The position in its stored form. Throws `GenerationDroppedError` for the mark. */
export function positionIn(text: string, generation: number): number {
  if (text !== DROPPED_MARK) return Number(text)
  throw new GenerationDroppedError(`generation ${generation} of the profiles was dropped`)
}

/** How a store removes profiles, in steps that a closing store waits for one by one. */
export interface GenerationRemoval {
  /** Puts the mark in place of every position. Never taken away: a writer that slept through the drop finds it. */
  close(generation: number): Promise<void>
  /** Removes profiles; false once it has found none. */
  removeSome(generation: number): Promise<boolean>
}

type GenerationsPort = Pick<
  ProfileStore,
  'generations' | 'createGeneration' | 'markGenerationReady' | 'activateGeneration' | 'dropGeneration'
>

export function generationsPort(cell: Cell, gate: Gate, removal: GenerationRemoval): GenerationsPort {
  const update = <Result>(step: (state: ReturnType<typeof parseGenerations>) => Step<typeof state, Result>) =>
    gate.run(() => updateCell(cell, parseGenerations, step))
  return {
    generations: () => gate.run(async () => parseGenerations(await cell.read())),
    createGeneration: (wanted) => update((state) => addGeneration(state, wanted)),
    markGenerationReady: (generation) => update((state) => readyGeneration(state, generation)),
    activateGeneration: (expected, next) => update((state) => switchGeneration(state, expected, next)),
    async dropGeneration(generation) {
      const exists = await update((state) => beginDrop(state, generation))
      if (!exists) return false
      await removal.close(generation)
      while (await removal.removeSome(generation));
      await update((state) => endDrop(state, generation))
      return true
    },
  }
}
