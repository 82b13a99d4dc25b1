/** zod schemas that read a variable's text. */
import { z } from 'zod'
import type { ZodType } from 'zod'

const UNITS_MS = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** A whole number, in decimal digits only: neither `1e3` nor `0x10` nor ` 5`. */
export function integerText(expected: string, min: number, max: number): ZodType<number> {
  return z.string().transform((text, context) => {
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : NaN
    if (value >= min && value <= max) return value
    context.addIssue(expected)
    return z.NEVER
  })
}

/** Digits, and `ms`, `s`, `m`, `h` or `d`; without a unit they are milliseconds. */
export function durationText(minMs: number, maxMs: number): ZodType<number> {
  return z.string().transform((text, context) => {
    const [, digits = '', unit = ''] = /^(\d{1,12})(ms|s|m|h|d)?$/.exec(text) ?? []
    const valueMs = digits === '' ? NaN : Number(digits) * (UNITS_MS.get(unit) ?? NaN)
    if (valueMs >= minMs && valueMs <= maxMs) return valueMs
    context.addIssue(`expected a time from ${minMs}ms to ${maxMs}ms, such as 500ms, 30s or 5m`)
    return z.NEVER
  })
}

/** Bytes in hex or base64url. */
export function secretText(minBytes: number): ZodType<Uint8Array> {
  return z.string().transform((text, context) => {
    const bytes = decodeSecret(text, minBytes)
    if (bytes !== null && bytes.length >= minBytes) return bytes
    context.addIssue(`expected at least ${minBytes} bytes in hex or base64url`)
    return z.NEVER
  })
}

function decodeSecret(text: string, minBytes: number): Uint8Array | null {
  const isHex = /^(?:[0-9a-fA-F]{2})+$/.test(text) && text.length >= minBytes * 2
  if (isHex) return new Uint8Array(Buffer.from(text, 'hex'))
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(text)) return null
  return new Uint8Array(Buffer.from(text, 'base64url'))
}
