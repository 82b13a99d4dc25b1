/** Settings and consent, packed: flags that say which fields follow, then time and value of each, in the order of the types. */
import type { ConsentState, Decision, Setting, SettingsState } from '../types.ts'
import { ProfileCorruptError } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

interface ValueCodec<Value> {
  write(writer: Writer, value: Value): void
  read(reader: Reader): Value
}

const flagValue: ValueCodec<boolean> = {
  write: (writer, value) => writer.flag(value),
  read: (reader) => reader.flag(),
}
const numberValue: ValueCodec<number> = {
  write: (writer, value) => writer.number(value),
  read: (reader) => reader.number(),
}
const textValue: ValueCodec<string> = {
  write: (writer, value) => writer.text(value),
  read: (reader) => reader.text(),
}
const textsValue: ValueCodec<readonly string[]> = {
  write(writer, values) {
    writer.number(values.length)
    for (const value of values) writer.text(value)
  },
  read: (reader) => Array.from({ length: reader.count() }, () => reader.text()),
}

export function writeSettings(writer: Writer, state: SettingsState): void {
  writePresent(writer, [
    state.kids,
    state.maturityLimit,
    state.languages,
    state.country,
    state.tier,
    state.shareWatching,
  ])
  writeSetting(writer, state.kids, flagValue)
  writeSetting(writer, state.maturityLimit, numberValue)
  writeSetting(writer, state.languages, textsValue)
  writeSetting(writer, state.country, textValue)
  writeSetting(writer, state.tier, textValue)
  writeSetting(writer, state.shareWatching, flagValue)
}

export function readSettings(reader: Reader): SettingsState {
  const flags = readPresent(reader, 6)
  return {
    kids: readSetting(reader, flags, 0, flagValue),
    maturityLimit: readSetting(reader, flags, 1, numberValue),
    languages: readSetting(reader, flags, 2, textsValue),
    country: readSetting(reader, flags, 3, textValue),
    tier: readSetting(reader, flags, 4, textValue),
    shareWatching: readSetting(reader, flags, 5, flagValue),
  }
}

export function writeConsent(writer: Writer, state: ConsentState): void {
  writePresent(writer, [state.personalization, state.analytics, state.sponsored, state.policyVersion])
  writeDecision(writer, state.personalization)
  writeDecision(writer, state.analytics)
  writeDecision(writer, state.sponsored)
  writeSetting(writer, state.policyVersion, textValue)
}

export function readConsent(reader: Reader): ConsentState {
  const flags = readPresent(reader, 4)
  return {
    personalization: readDecision(reader, flags, 0),
    analytics: readDecision(reader, flags, 1),
    sponsored: readDecision(reader, flags, 2),
    policyVersion: readSetting(reader, flags, 3, textValue),
  }
}

function writeSetting<Value>(writer: Writer, setting: Setting<Value> | null, codec: ValueCodec<Value>): void {
  if (setting === null) return
  writer.time(setting.atMs)
  writer.flag(setting.value !== null)
  if (setting.value !== null) codec.write(writer, setting.value)
}

function readSetting<Value>(
  reader: Reader,
  flags: number,
  bit: number,
  codec: ValueCodec<Value>,
): Setting<Value> | null {
  if ((flags & (1 << bit)) === 0) return null
  return { atMs: reader.time(), value: reader.flag() ? codec.read(reader) : null }
}

function writeDecision(writer: Writer, decision: Decision | null): void {
  if (decision === null) return
  writer.time(decision.atMs)
  writer.flag(decision.on)
}

function readDecision(reader: Reader, flags: number, bit: number): Decision | null {
  return (flags & (1 << bit)) === 0 ? null : { atMs: reader.time(), on: reader.flag() }
}

function writePresent(writer: Writer, fields: readonly unknown[]): void {
  for (const field of fields) writer.flag(field !== null)
}

/** Bit i says whether field i is there. */
function readPresent(reader: Reader, fields: number): number {
  let flags = 0
  for (let i = 0; i < fields; i++) if (reader.flag()) flags |= 1 << i
  if (flags === 0) throw new ProfileCorruptError('settings are announced and empty')
  return flags
}
