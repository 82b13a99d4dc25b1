/** Which generations of profiles exist and which is active: pure steps on the text that a store keeps. */
import type { GenerationManifest, Generations } from '@upnext/ports'
import { z } from 'zod'
import type { Step } from './cell.ts'

const generationsSchema = z.object({
  active: z.int().nonnegative(),
  manifests: z.array(
    z.object({ generation: z.int().positive(), foldVersion: z.int().nonnegative(), createdAtMs: z.number() }),
  ),
})

export function parseGenerations(text: string | null): Generations {
  return text === null ? { active: 0, manifests: [] } : generationsSchema.parse(JSON.parse(text))
}

/** Adds a generation unless it exists, and answers the one that does. The first ever made becomes active. */
export function addGeneration(state: Generations, manifest: GenerationManifest): Step<Generations, GenerationManifest> {
  const { generation, foldVersion, createdAtMs } = manifest
  if (!Number.isSafeInteger(generation) || generation < 1) {
    throw new RangeError(`a generation is a whole number from 1 up, got ${generation}`)
  }
  const existing = state.manifests.find((known) => known.generation === generation)
  if (existing !== undefined) return { state, result: existing }
  const made = { generation, foldVersion, createdAtMs }
  const active = state.manifests.length === 0 ? generation : state.active
  return { state: { active, manifests: [...state.manifests, made] }, result: made }
}

/** Makes `next` active where `expected` is, and `next` exists. */
export function switchGeneration(state: Generations, expected: number, next: number): Step<Generations, boolean> {
  const exists = state.manifests.some((known) => known.generation === next)
  if (state.active !== expected || !exists) return { state, result: false }
  return { state: next === expected ? state : { ...state, active: next }, result: true }
}
