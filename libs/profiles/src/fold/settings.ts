/** Settings and consent: each field by itself, the last word wins. */
import { SettingsField } from '@upnext/contracts'
import type { Consent, Settings } from '@upnext/contracts'
import type { ConsentState, Decision, Setting, SettingsState } from '../types.ts'
import { compareDecision, compareText, greater } from './shapes.ts'

export const NO_SETTINGS: SettingsState = {
  kids: null,
  maturityLimit: null,
  languages: null,
  country: null,
  tier: null,
  shareWatching: null,
}

export const NO_CONSENT: ConsentState = { personalization: null, analytics: null, sponsored: null, policyVersion: null }

export function mergeSettings(state: SettingsState, change: Settings, atMs: number): SettingsState {
  const said = <Value>(known: Setting<Value> | null, value: Value | undefined, field: SettingsField) =>
    later(known, value ?? (change.clear.includes(field) ? null : undefined), atMs)
  return {
    kids: said(state.kids, change.kids, SettingsField.SETTINGS_FIELD_KIDS),
    maturityLimit: said(state.maturityLimit, change.maturityLimit, SettingsField.SETTINGS_FIELD_MATURITY_LIMIT),
    languages: said<readonly string[]>(state.languages, change.languages?.tags, SettingsField.SETTINGS_FIELD_LANGUAGES),
    country: said(state.country, change.country, SettingsField.SETTINGS_FIELD_COUNTRY),
    tier: said(state.tier, change.tier, SettingsField.SETTINGS_FIELD_TIER),
    shareWatching: said(state.shareWatching, change.shareWatching, SettingsField.SETTINGS_FIELD_SHARE_WATCHING),
  }
}

export function mergeConsent(state: ConsentState, change: Consent, atMs: number): ConsentState {
  const said = (known: Decision | null, on: boolean | undefined): Decision | null =>
    on === undefined ? known : greater(known, { atMs, on }, compareDecision)
  return {
    personalization: said(state.personalization, change.personalization),
    analytics: said(state.analytics, change.analytics),
    sponsored: said(state.sponsored, change.sponsored),
    policyVersion: later(state.policyVersion, change.policyVersion === '' ? undefined : change.policyVersion, atMs),
  }
}

/** Settings that an erasure takes: all but those that protect a child. */
export function dropSettingsThrough(state: SettingsState, throughMs: number): SettingsState {
  const kept = <Value>(setting: Setting<Value> | null): Setting<Value> | null =>
    setting !== null && setting.atMs > throughMs ? setting : null
  return {
    kids: state.kids,
    maturityLimit: state.maturityLimit,
    languages: kept(state.languages),
    country: kept(state.country),
    tier: kept(state.tier),
    shareWatching: kept(state.shareWatching),
  }
}

function later<Value>(
  known: Setting<Value> | null,
  value: Value | null | undefined,
  atMs: number,
): Setting<Value> | null {
  return value === undefined ? known : greater(known, { atMs, value }, compareSetting)
}

/** At one and the same time the greater value wins, so that order does not matter; a cleared setting is the least. */
function compareSetting(a: Setting<unknown>, b: Setting<unknown>): number {
  return a.atMs - b.atMs || compareText(canonical(a.value), canonical(b.value))
}

function canonical(value: unknown): string {
  return value === null ? '' : JSON.stringify(value)
}
