/** What no JSON value from outside may contain, whatever its schema: checked before anything else looks at it. */
import type { RejectReasonWord } from './words.ts'

/** The event itself is level 1. No event has more than 4. */
export const MAX_DEPTH = 16

/** Keys with which a value could change the objects of the program that reads it. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

const LONE_SURROGATE = /\p{Surrogate}/u

export interface Impurity {
  readonly reason: Extract<RejectReasonWord, 'too_deep' | 'forbidden_key' | 'encoding'>
  /** Keys and indices that lead to it. */
  readonly path: readonly (string | number)[]
}

/** The first impurity of a parsed JSON value, or `null`. Looks no deeper than `MAX_DEPTH`, so it cannot be made to run away. */
export function findImpurity(value: unknown): Impurity | null {
  return look(value, 0)
}

/** Paths are made on the way back, and so only for what is found: nearly every event is pure. */
function look(value: unknown, depth: number): Impurity | null {
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? { reason: 'encoding', path: [] } : null
  if (typeof value !== 'object' || value === null) return null
  if (depth >= MAX_DEPTH) return { reason: 'too_deep', path: [] }
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      const found = look(element, depth + 1)
      if (found !== null) return within(index, found)
    }
    return null
  }
  for (const [key, member] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) return { reason: 'forbidden_key', path: [key] }
    if (LONE_SURROGATE.test(key)) return { reason: 'encoding', path: [] }
    const found = look(member, depth + 1)
    if (found !== null) return within(key, found)
  }
  return null
}

function within(step: string | number, { reason, path }: Impurity): Impurity {
  return { reason, path: [step, ...path] }
}
