/** Which generations of profiles exist and which is active: pure steps on the text that a store keeps. */
import { GenerationActiveError } from '@upnext/ports'
import type { GenerationManifest, Generations, NewGeneration } from '@upnext/ports'
import { z } from 'zod'
import type { Step } from './cell.ts'

// Texts of earlier releases have no states, and know no generation but the active one: all of theirs are ready.
const generationsSchema = z.object({
  active: z.int().nonnegative(),
  previous: z.int().nonnegative().default(0),
  next: z.int().positive().optional(),
  manifests: z.array(
    z.object({
      generation: z.int().positive(),
      foldVersion: z.int().nonnegative(),
      createdAtMs: z.number(),
      state: z.enum(['building', 'ready', 'dropping']).default('ready'),
    }),
  ),
})

export function parseGenerations(text: string | null): Generations {
  if (text === null) return { active: 0, previous: 0, next: 1, manifests: [] }
  const { next, ...parsed } = generationsSchema.parse(JSON.parse(text))
  return { ...parsed, next: next ?? Math.max(0, ...parsed.manifests.map(({ generation }) => generation)) + 1 }
}

/** Adds a generation unless it exists, and answers the one that does. The first ever made is ready and active. */
export function addGeneration(state: Generations, wanted: NewGeneration): Step<Generations, GenerationManifest> {
  const { generation, foldVersion, createdAtMs } = wanted
  if (!Number.isSafeInteger(generation) || generation < 1) {
    throw new RangeError(`a generation is a whole number from 1 up, got ${generation}`)
  }
  const existing = manifestOf(state, generation)
  if (existing !== undefined) return { state, result: existing }
  if (generation < state.next) {
    throw new RangeError(`generation ${generation} was dropped, or skipped: the next one is ${state.next}`)
  }
  const isFirst = state.active === 0
  const made = { generation, foldVersion, createdAtMs, state: isFirst ? ('ready' as const) : ('building' as const) }
  const active = isFirst ? generation : state.active
  const manifests = [...state.manifests, made]
  return { state: { ...state, active, next: generation + 1, manifests }, result: made }
}

export function readyGeneration(state: Generations, generation: number): Step<Generations, boolean> {
  const manifest = manifestOf(state, generation)
  if (manifest === undefined || manifest.state === 'dropping') return { state, result: false }
  if (manifest.state === 'ready') return { state, result: true }
  return { state: withState(state, generation, 'ready'), result: true }
}

/** Makes `next` active where `expected` is, and `next` is ready. */
export function switchGeneration(state: Generations, expected: number, next: number): Step<Generations, boolean> {
  if (state.active !== expected || manifestOf(state, next)?.state !== 'ready') return { state, result: false }
  return { state: next === expected ? state : { ...state, active: next, previous: expected }, result: true }
}

/** The first step of a drop, also where it was made already; false where there is nothing to drop. */
export function beginDrop(state: Generations, generation: number): Step<Generations, boolean> {
  const manifest = manifestOf(state, generation)
  if (manifest === undefined) return { state, result: false }
  if (state.active === generation) {
    throw new GenerationActiveError(`generation ${generation} is the active one: switch to another one first`)
  }
  if (manifest.state === 'dropping') return { state, result: true }
  const previous = state.previous === generation ? 0 : state.previous
  return { state: { ...withState(state, generation, 'dropping'), previous }, result: true }
}

/** The last step of a drop. */
export function endDrop(state: Generations, generation: number): Step<Generations, boolean> {
  if (manifestOf(state, generation)?.state !== 'dropping') return { state, result: false }
  const manifests = state.manifests.filter((manifest) => manifest.generation !== generation)
  return { state: { ...state, manifests }, result: true }
}

function manifestOf({ manifests }: Generations, generation: number): GenerationManifest | undefined {
  return manifests.find((manifest) => manifest.generation === generation)
}

function withState(state: Generations, generation: number, next: GenerationManifest['state']): Generations {
  const change = (manifest: GenerationManifest): GenerationManifest =>
    manifest.generation === generation ? { ...manifest, state: next } : manifest
  return { ...state, manifests: state.manifests.map(change) }
}
