/** A profile in the plain terms of `ProfileService`. */
import type { Catalog } from '@upnext/catalog'
import type { Profile as PlainProfile } from '@upnext/contracts'
import type {
  ConsentState,
  ImpressedTitle,
  ItemHash,
  ItemRef,
  RecentTitle,
  SettingsState,
  ViewerKey,
} from '@upnext/contracts'
import { starsOf, thumbOf } from '@upnext/profiles'
import type { Profile, Section, Setting } from '@upnext/profiles'

type Named = (hash: ItemHash) => ItemRef

export function toPlainProfile(viewer: ViewerKey, profile: Profile, catalog: Catalog): PlainProfile {
  const named: Named = (hash) => {
    const title = catalog.byHash(hash)
    return { itemHash: hash, itemId: title?.itemId ?? '', title: title?.title ?? '' }
  }
  return {
    viewer,
    recent: profile.recent.entries.map((title) => plainRecent(title, named)),
    seen: profile.seen.map(({ fingerprint, day }) => ({
      fingerprint: hex(fingerprint),
      day,
      candidates: catalog.byFingerprint(fingerprint).map((title) => named(title.hash)),
    })),
    dismissed: profile.dismissed.entries.map((title) => ({
      item: named(title.key),
      notInterested: title.notInterested ?? undefined,
      continueWatching: title.continueWatching ?? undefined,
    })),
    list: profile.list.entries.map((title) => ({ item: named(title.key), listed: title.listed })),
    following: profile.following.entries.map((other) => ({
      viewer: other.key,
      requested: other.requested ?? undefined,
      accepted: other.accepted ?? undefined,
    })),
    transactions: profile.transactions.entries.map((title) => ({
      item: named(title.key),
      rented: title.rented ?? undefined,
      bought: title.bought ?? undefined,
    })),
    impressions: profile.impressions.entries.map((title): ImpressedTitle => ({
      item: named(title.key),
      shown: title.shown.map(({ atMs, page }) => ({ atMs, page: hex(page) })),
    })),
    consent: plainConsent(profile),
    settings: plainSettings(profile),
    horizons: horizonsOf(profile),
    erasedThroughMs: profile.erasedThroughMs ?? undefined,
    retiredThroughMs: profile.retiredThroughMs ?? undefined,
  }
}

function plainRecent({ key, sessions, rated }: Profile['recent']['entries'][number], named: Named): RecentTitle {
  const stars = rated === null ? null : starsOf(rated)
  const value =
    stars === null
      ? { $case: 'thumbUp' as const, value: rated !== null && thumbOf(rated) === true }
      : { $case: 'stars' as const, value: stars }
  return {
    item: named(key),
    rated: rated === null ? undefined : { atMs: rated.atMs, value },
    sessions: sessions.map(({ atMs, episode, positionS, durationS }) => ({
      sessionStartedAtMs: atMs,
      episode: episode === '' ? undefined : named(episode),
      positionS,
      durationS,
    })),
  }
}

function plainConsent({ consent }: Profile): ConsentState | undefined {
  if (Object.values(consent).every((field) => field === null)) return undefined
  return {
    personalization: consent.personalization ?? undefined,
    analytics: consent.analytics ?? undefined,
    sponsored: consent.sponsored ?? undefined,
    policyVersion: consent.policyVersion?.value ?? '',
  }
}

function plainSettings({ settings }: Profile): SettingsState | undefined {
  if (Object.values(settings).every((field) => field === null)) return undefined
  const { languages } = settings
  return {
    kids: plain(settings.kids),
    maturityLimit: plain(settings.maturityLimit),
    languages:
      languages === null
        ? undefined
        : { atMs: languages.atMs, cleared: languages.value === null, values: [...(languages.value ?? [])] },
    country: plain(settings.country),
    tier: plain(settings.tier),
    shareWatching: plain(settings.shareWatching),
  }
}

function plain<Value>(setting: Setting<Value> | null): { atMs: number; value: Value | undefined } | undefined {
  return setting === null ? undefined : { atMs: setting.atMs, value: setting.value ?? undefined }
}

function horizonsOf(profile: Profile): PlainProfile['horizons'] {
  const sections: Record<string, Section<unknown>> = {
    recent: profile.recent,
    dismissed: profile.dismissed,
    list: profile.list,
    following: profile.following,
    transactions: profile.transactions,
    impressions: profile.impressions,
  }
  return Object.entries(sections).flatMap(([section, { horizon }]) =>
    horizon === null ? [] : [{ section, timeMs: horizon.atMs, key: horizon.key }],
  )
}

function hex(fingerprint: number): string {
  return fingerprint.toString(16).padStart(8, '0')
}
