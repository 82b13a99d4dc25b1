/** Reads a viewer's profile within a time budget, or says why it could not be read. Never rejects. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ViewerKey } from '@upnext/contracts'
import { GenerationDroppedError, viewerPartition } from '@upnext/ports'
import type { Clock, ProfileStore } from '@upnext/ports'
import { ProfileCorruptError, decodeProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { After } from '../request/audience.ts'
import type { GenerationPointer } from './generation-pointer.ts'
import { TimeBudgetError, within } from './within.ts'

export type ProfileReading = ProfileRead | ProfileUnread

export interface ProfileRead {
  readonly kind: 'read'
  /** `null`: nothing is known of this viewer. */
  readonly profile: Profile | null
  readonly generation: number
  readonly partition: number
  readonly nextOffset: number
  /** `after` was not reached in time. */
  readonly behind: boolean
}

export interface ProfileUnread {
  readonly kind: 'unread'
  readonly reason: 'PROFILE_UNAVAILABLE' | 'PROFILE_TIMEOUT' | 'PROFILE_CORRUPT' | 'DEADLINE'
  readonly behind: boolean
  readonly cause: unknown
}

export interface ReadProfileOptions {
  readonly profiles: Pick<ProfileStore, 'read'>
  readonly generations: Pick<GenerationPointer, 'current' | 'renewed'>
  readonly clock: Clock
  /** Longest a read may take where nothing is waited for. */
  readonly budgetMs: number
}

export interface ProfileQuestion {
  readonly key: ViewerKey
  readonly after: After | null
  /** When the caller stops listening; `null`: never. */
  readonly deadlineMs: number | null
  /** Whether the caller has hung up meanwhile. */
  readonly isGone: () => boolean
  /** `false`: what was shown to the viewer is not wanted, and left out. Absent: `true`. */
  readonly impressions?: boolean
}

/** With less than this left the profile is not even asked for. */
export const LEAST_TIME_MS = 5
const FIRST_PAUSE_MS = 2
const LONGEST_PAUSE_MS = 20
/** Kept of the caller's deadline for making the row and sending it. */
const ROW_TIME_MS = 20

export async function readProfile(options: ReadProfileOptions, question: ProfileQuestion): Promise<ProfileReading> {
  const { clock, budgetMs } = options
  const { after, deadlineMs } = question
  const left = deadlineMs === null ? Infinity : deadlineMs - clock.now()
  if (left < LEAST_TIME_MS) return { kind: 'unread', reason: 'DEADLINE', behind: after !== null, cause: null }

  const budget = Math.min(budgetMs, left / 2)
  const until = clock.now() + (after === null ? 0 : Math.min(after.waitMs, left - ROW_TIME_MS))
  let best = await readOnce(options, question, Math.max(budget, until - clock.now()))
  for (let pauseMs = FIRST_PAUSE_MS; best.behind; pauseMs = Math.min(pauseMs * 1.6, LONGEST_PAUSE_MS)) {
    const remaining = until - clock.now()
    if (remaining <= 0 || question.isGone()) break
    await pause(Math.min(pauseMs, remaining))
    const next = await readOnce(options, question, Math.max(budget, until - clock.now()))
    // A store that went away while we waited does not take back what was read before.
    if (next.kind === 'read' || best.kind === 'unread') best = next
  }
  return best
}

async function readOnce(
  options: ReadProfileOptions,
  question: ProfileQuestion,
  budgetMs: number,
): Promise<ProfileReading> {
  const { key, after, impressions = true } = question
  const partition = viewerPartition(key)
  try {
    const { generation, position, bytes } = await within(budgetMs, fetchBytes(options, partition, key))
    const behind = after !== null && position < after.nextOffset
    const profile = bytes === null ? null : decodeProfile(bytes, { impressions })
    return { kind: 'read', profile, generation, partition, nextOffset: position, behind }
  } catch (cause) {
    return { kind: 'unread', reason: reasonOf(cause), behind: after !== null, cause }
  }
}

interface Fetched {
  readonly generation: number
  readonly position: number
  readonly bytes: Uint8Array | null
}

/** Profile, position and generation belong together: they come from one read, of the generation that was chosen for it. */
async function fetchBytes(options: ReadProfileOptions, partition: number, key: ViewerKey): Promise<Fetched> {
  const { generations } = options
  try {
    return await fetchFrom(options, await generations.current(), partition, key)
  } catch (error) {
    // Switched and dropped within the second that the pointer is old.
    if (!(error instanceof GenerationDroppedError)) throw error
    return fetchFrom(options, await generations.renewed(), partition, key)
  }
}

async function fetchFrom(
  { profiles }: ReadProfileOptions,
  generation: number,
  partition: number,
  key: ViewerKey,
): Promise<Fetched> {
  if (generation === 0) return { generation, position: 0, bytes: null }
  const view = await profiles.read(generation, partition, [key])
  return { generation, position: view.position, bytes: view.profiles[0] ?? null }
}

function reasonOf(cause: unknown): ProfileUnread['reason'] {
  if (cause instanceof TimeBudgetError) return 'PROFILE_TIMEOUT'
  return cause instanceof ProfileCorruptError ? 'PROFILE_CORRUPT' : 'PROFILE_UNAVAILABLE'
}
