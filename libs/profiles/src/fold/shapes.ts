/** How entries of each section merge: field by field the greatest (time, value) wins, whatever came first. */
import type {
  Decision,
  DismissedTitle,
  FollowedViewer,
  ImpressedTitle,
  ListedTitle,
  OwnedTitle,
  Ownership,
  Shown,
} from '../types.ts'
import type { Shape } from './section.ts'

/** Showings kept of each title. */
export const SHOWN_CAP = 8

interface Timed {
  readonly atMs: number
}

export const dismissedShape: Shape<DismissedTitle> = {
  newest: (title) => newestOf(title.notInterested, title.continueWatching),
  oldest: (title) => oldestOf(title.notInterested, title.continueWatching),
  merge(a, b) {
    const notInterested = greater(a.notInterested, b.notInterested, compareDecision)
    const continueWatching = greater(a.continueWatching, b.continueWatching, compareDecision)
    const same = notInterested === a.notInterested && continueWatching === a.continueWatching
    return same ? a : { key: a.key, notInterested, continueWatching }
  },
  select(title, keep) {
    const notInterested = kept(title.notInterested, keep)
    const continueWatching = kept(title.continueWatching, keep)
    if (notInterested === null && continueWatching === null) return null
    const same = notInterested === title.notInterested && continueWatching === title.continueWatching
    return same ? title : { key: title.key, notInterested, continueWatching }
  },
}

export const listedShape: Shape<ListedTitle> = {
  newest: (title) => title.listed.atMs,
  oldest: (title) => title.listed.atMs,
  merge: (a, b) => (compareDecision(b.listed, a.listed) > 0 ? b : a),
  select: (title, keep) => (keep(title.listed.atMs) ? title : null),
}

export const followedShape: Shape<FollowedViewer> = {
  newest: (viewer) => newestOf(viewer.requested, viewer.accepted),
  oldest: (viewer) => oldestOf(viewer.requested, viewer.accepted),
  merge(a, b) {
    const requested = greater(a.requested, b.requested, compareDecision)
    const accepted = greater(a.accepted, b.accepted, compareDecision)
    return requested === a.requested && accepted === a.accepted ? a : { key: a.key, requested, accepted }
  },
  select(viewer, keep) {
    const requested = kept(viewer.requested, keep)
    const accepted = kept(viewer.accepted, keep)
    if (requested === null && accepted === null) return null
    return requested === viewer.requested && accepted === viewer.accepted
      ? viewer
      : { key: viewer.key, requested, accepted }
  },
}

export const ownedShape: Shape<OwnedTitle> = {
  newest: (title) => newestOf(title.rented, title.bought),
  oldest: (title) => oldestOf(title.rented, title.bought),
  merge(a, b) {
    const rented = greater(a.rented, b.rented, compareOwnership)
    const bought = greater(a.bought, b.bought, compareOwnership)
    return rented === a.rented && bought === a.bought ? a : { key: a.key, rented, bought }
  },
  select(title, keep) {
    const rented = kept(title.rented, keep)
    const bought = kept(title.bought, keep)
    if (rented === null && bought === null) return null
    return rented === title.rented && bought === title.bought ? title : { key: title.key, rented, bought }
  },
}

export const impressedShape: Shape<ImpressedTitle> = {
  newest: (title) => title.shown[0]?.atMs ?? Number.NEGATIVE_INFINITY,
  oldest: (title) => title.shown.at(-1)?.atMs ?? Number.POSITIVE_INFINITY,
  merge(a, b) {
    const fresh = b.shown.filter((one) => !a.shown.some((other) => compareShown(one, other) === 0))
    if (fresh.length === 0) return a
    const shown = [...a.shown, ...fresh].sort((x, y) => compareShown(y, x)).slice(0, SHOWN_CAP)
    return shown.every((one, i) => one === a.shown[i]) ? a : { key: a.key, shown }
  },
  select(title, keep) {
    const shown = title.shown.filter((one) => keep(one.atMs))
    if (shown.length === 0) return null
    return shown.length === title.shown.length ? title : { key: title.key, shown }
  },
}

export function compareDecision(a: Decision, b: Decision): number {
  return a.atMs - b.atMs || Number(a.on) - Number(b.on)
}

export function compareOwnership(a: Ownership, b: Ownership): number {
  return a.atMs - b.atMs || a.expiresAtMs - b.expiresAtMs
}

export function compareShown(a: Shown, b: Shown): number {
  return a.atMs - b.atMs || a.page - b.page
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The greater field; `a` itself where both are equal. */
export function greater<Field>(
  a: Field | null,
  b: Field | null,
  compare: (a: Field, b: Field) => number,
): Field | null {
  if (a === null) return b
  return b !== null && compare(b, a) > 0 ? b : a
}

export function kept<Field extends Timed>(field: Field | null, keep: (atMs: number) => boolean): Field | null {
  return field !== null && keep(field.atMs) ? field : null
}

export function newestOf(a: Timed | null, b: Timed | null): number {
  return Math.max(a?.atMs ?? Number.NEGATIVE_INFINITY, b?.atMs ?? Number.NEGATIVE_INFINITY)
}

export function oldestOf(a: Timed | null, b: Timed | null): number {
  return Math.min(a?.atMs ?? Number.POSITIVE_INFINITY, b?.atMs ?? Number.POSITIVE_INFINITY)
}
