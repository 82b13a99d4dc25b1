/** From an unknown JSON value to something understood, or to the reason why not: the same steps for events and items. */
import type { z } from 'zod'
import { findImpurity } from './hygiene.ts'
import { countUnknownFields, safePointer } from './known-fields.ts'
import type { RejectReasonWord } from './words.ts'

export type Parsed<Value> =
  | {
      readonly ok: true
      readonly value: Value
      /** Fields that nobody here knows. They are ignored, and worth counting: somebody's client is newer, or mistyped. */
      readonly unknownFields: number
    }
  | { readonly ok: false; readonly rejection: Rejection }

export interface Rejection {
  readonly reason: RejectReasonWord
  /** JSON pointer from the event's root. Names only fields of the schema. */
  readonly pointer: string
  /** What was wrong, for people. Never quotes the value. */
  readonly detail: string
}

const IMPURITIES = {
  too_deep: 'nested deeper than any event is',
  forbidden_key: 'has a key that no event has',
  encoding: 'is not well-formed Unicode',
} as const

/** Refuses what could do harm before any schema sees it. */
export function refuseImpure(input: unknown, known: ReadonlySet<string>): Rejection | null {
  const impurity = findImpurity(input)
  if (impurity === null) return null
  return {
    reason: impurity.reason,
    pointer: safePointer(impurity.path, known),
    detail: IMPURITIES[impurity.reason],
  }
}

export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  known: ReadonlySet<string>,
  input: unknown,
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input)
  if (result.success) return { ok: true, value: result.data, unknownFields: countUnknownFields(input, result.data) }
  const [issue] = result.error.issues
  return rejected('schema', safePointer(issue?.path ?? [], known), issue?.message ?? 'does not fit the schema')
}

export function rejected(
  reason: RejectReasonWord,
  pointer: string,
  detail: string,
): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection: { reason, pointer, detail } }
}
