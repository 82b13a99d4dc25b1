/** What the schema finds wrong, said for whoever writes the file. */
import type { z } from 'zod'
import type { Mistake, Path } from './mistake.ts'
import { nearest } from './nearest.ts'
import { ROW_SETTINGS, rowsFileSchema } from './rows-schema.ts'

type Issue = z.core.$ZodIssue

/** `data`: what the schema was asked about. */
export function schemaMistakes(issues: readonly Issue[], data: unknown): Mistake[] {
  return issues.flatMap((issue) => mistakesOf(issue, data))
}

function mistakesOf(issue: Issue, data: unknown): Mistake[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const known = settingsAt(path, data)
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownSetting(key, known), atKey: true }))
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues.map((inner) => inner.message).join(', ')
    return [{ path, message: `as a name: ${message}`, atKey: true }]
  }
  if (valueAt(path, data) === undefined) {
    return [{ path, message: `missing: ${expectation(issue, data)}`, atKey: false }]
  }
  return [{ path, message: expectation(issue, data), atKey: false }]
}

function expectation(issue: Issue, data: unknown): string {
  const got = valueAt(issue.path, data)
  switch (issue.code) {
    case 'invalid_union':
      return typeof got === 'string' ? unknownType(got) : `expected a type of row: ${known()}`
    case 'invalid_type':
      return `expected ${NAMES[issue.expected] ?? issue.expected}${got === undefined ? '' : `, got ${shown(got)}`}`
    case 'invalid_value': {
      const values = issue.values.map(String)
      const meant = nearest(shown(got), values)
      const hint = meant === null || values.length === 1 ? '' : `: did you mean ${meant}?`
      return `expected ${values.join(', ')}${got === undefined ? '' : `, got ${shown(got)}${hint}`}`
    }
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${unit(issue.minimum, issue.origin)}, got ${shown(got)}`
    case 'too_big':
      return `expected at most ${unit(issue.maximum, issue.origin)}, got ${shown(got)}`
    case 'invalid_format':
      if (issue.format === 'datetime') return `expected a time like 2026-12-24T18:00:00Z, got ${shown(got)}`
      return `${issue.message}, got ${shown(got)}`
    default:
      return issue.message
  }
}

function unknownType(type: string): string {
  const meant = nearest(type, Object.keys(ROW_SETTINGS))
  return `${type} is no type of row${meant === null ? '' : `: did you mean ${meant}?`} Known are ${known()}`
}

function unknownSetting(key: string, settings: readonly string[]): string {
  const meant = nearest(key, settings)
  if (meant !== null) return `${key} is not a setting here: did you mean ${meant}?`
  return `${key} is not a setting here${settings.length === 0 ? '' : `; known are ${settings.join(', ')}`}`
}

/** Which settings the schema knows at a place. */
function settingsAt(path: Path, data: unknown): readonly string[] {
  let schema: unknown = rowsFileSchema
  path.forEach((part, depth) => {
    schema = below(bare(schema), part, valueAt(path.slice(0, depth), data))
  })
  const found = resolve(bare(schema), valueAt(path, data))
  return found === null ? [] : Object.keys(found)
}

function below(schema: unknown, part: PropertyKey, value: unknown): unknown {
  const shape = resolve(schema, value)
  if (shape !== null) return shape[String(part)]
  const { element, valueType } = definition(schema)
  return element ?? valueType
}

/** The settings of an object, of a union those of the member that the type names. */
function resolve(schema: unknown, value: unknown): Readonly<Record<string, unknown>> | null {
  const { shape, options } = definition(schema)
  if (shape !== undefined) return shape
  if (options === undefined || typeof value !== 'object' || value === null || !('type' in value)) return null
  return ROW_SETTINGS[String(value.type)] ?? null
}

function bare(schema: unknown): unknown {
  const { innerType } = definition(schema)
  return innerType === undefined ? schema : bare(innerType)
}

interface Definition {
  readonly shape?: Readonly<Record<string, unknown>>
  readonly options?: readonly unknown[]
  readonly element?: unknown
  readonly valueType?: unknown
  readonly innerType?: unknown
}

function definition(schema: unknown): Definition {
  return (schema as { readonly def?: Definition } | undefined)?.def ?? {}
}

export function valueAt(path: Path, data: unknown): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? (at as Readonly<Record<PropertyKey, unknown>>)[part]
        : undefined,
    data,
  )
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'settings',
  record: 'settings by name',
}

function unit(count: number | bigint, origin: string): string {
  if (origin === 'string') return `${count} character${Number(count) === 1 ? '' : 's'}`
  if (origin === 'array') return `${count} entr${Number(count) === 1 ? 'y' : 'ies'}`
  return String(count)
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object') return 'settings'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return 'something else'
  return value === '' ? 'an empty text' : value.length > 60 ? `${value.slice(0, 60)}...` : value
}

function known(): string {
  return Object.keys(ROW_SETTINGS).join(', ')
}
