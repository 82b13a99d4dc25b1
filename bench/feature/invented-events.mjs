// Viewers' evenings, as events in the order of time: pages looked at, a title picked, heartbeats while it plays, now and then the rest.
import { randomUUID } from 'node:crypto'
import {
  DismissScope,
  FollowAction,
  ListAction,
  SettingsField,
  Source,
  TransactionType,
  ViewerEvent,
  WatchPhase,
  encodeViewerEvent,
  viewerKey,
} from '@upnext/contracts'
import { seededRandom } from '@upnext/testkit'

export const KEYS = { secret: Buffer.alloc(32, 7), namespace: '' }
const FROM_MS = 1_760_000_000_000
const DAY_MS = 86_400_000
const HEARTBEAT_MS = 30_000
/** Steps of a session: what is not a heartbeat. */
const [LOOK, PICK, OTHER, PLAY] = [0, 1, 2, 3]
/** A session has two pages, a pick and some 13 heartbeats, most often fewer; one in five has something else. */
const PAGES = 2
const MEAN_HEARTBEATS = 13
const OTHER_SHARE = 0.2
/** Titles on one page. */
const SHOWN = 14

/** Records of `events` events of `viewers` viewers over `days` days; the same but for the ids of events on every call. */
export function* inventedRecords({ events, viewers, titles, days, seed }) {
  const random = seededRandom(seed)
  const sessions = inventedSessions({ events, viewers, titles, days, random })
  const keys = Array.from({ length: viewers }, (_, viewer) => viewerKey(KEYS, `viewer-${viewer}`))
  for (const step of stepsInTime(sessions, events, random))
    yield encodeViewerEvent(eventOf({ ...step, keys, titles, random }))
}

/** Who watches what from when for how long. A tenth of the viewers has some half of the sessions; titles likewise. */
function inventedSessions({ events, viewers, titles, days, random }) {
  const activity = runningSum(viewers, () => Math.exp(1.2 * normal(random)))
  const popularity = runningSum(titles, (title) => (title + 10) ** -0.9)
  const sessions = []
  for (let left = events; left > 0;) {
    const heartbeats = 1 + Math.floor(-MEAN_HEARTBEATS * Math.log(1 - random.next()))
    const session = {
      number: sessions.length,
      viewer: draw(activity, random),
      title: draw(popularity, random),
      startMs: FROM_MS + Math.floor(random.next() * days * DAY_MS),
      heartbeats,
      other: random.next() < OTHER_SHARE,
    }
    sessions.push(session)
    left -= PAGES + 1 + heartbeats + Number(session.other)
  }
  return sessions
}

function stepsInTime(sessions, events, random) {
  const steps = sessions.flatMap((session) => {
    const step = (what, atMs, beat = 0) => ({ session, what, atMs: Math.floor(atMs), beat })
    const looks = Array.from({ length: PAGES }, (_, page) => step(LOOK, session.startMs - 60_000 + page * 25_000))
    const plays = Array.from({ length: session.heartbeats }, (_, beat) =>
      step(PLAY, session.startMs + beat * HEARTBEAT_MS, beat),
    )
    const other = session.other ? [step(OTHER, session.startMs + random.next() * HEARTBEAT_MS)] : []
    return [...looks, step(PICK, session.startMs - 1000), ...plays, ...other]
  })
  return steps.sort((a, b) => a.atMs - b.atMs).slice(0, events)
}

function eventOf({ session, what, atMs, beat, keys, titles, random }) {
  return ViewerEvent.fromPartial({
    eventId: randomUUID(),
    viewer: keys[session.viewer],
    account: keys[session.viewer >> 1],
    occurredAtMs: atMs,
    sentAtMs: atMs + 120,
    receivedAtMs: atMs + 180,
    source: Source.SOURCE_LIVE,
    device: 'tv',
    country: 'DE',
    locale: 'de-DE',
    keyId: 'k1',
    kind: kindOf({ session, what, atMs, beat, keys, titles, random }),
  })
}

function kindOf({ session, what, atMs, beat, keys, titles, random }) {
  const itemId = idOf(session.title)
  const pageId = `home-${session.number}`
  const tracking = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'
  if (what === PLAY) return { $case: 'watch', value: watchOf(session, itemId, beat) }
  if (what === PICK) return { $case: 'select', value: { itemId, tracking, pageId, rowId: 'next' } }
  if (what === LOOK) {
    const items = Array.from({ length: SHOWN }, () => ({ itemId: idOf(random.int(0, titles) >> random.int(0, 8)) }))
    return { $case: 'impression', value: { pageId, rowId: 'next', items, tracking } }
  }
  const others = [
    { $case: 'rating', value: { itemId, value: { $case: 'halfStars', value: random.int(1, 11) } } },
    { $case: 'rating', value: { itemId, value: { $case: 'halfStars', value: random.int(1, 11) } } },
    {
      $case: 'list',
      value: { itemId, action: random.pick([ListAction.LIST_ACTION_ADD, ListAction.LIST_ACTION_REMOVE]) },
    },
    { $case: 'dismiss', value: { itemId, scope: DismissScope.DISMISS_SCOPE_NOT_INTERESTED, undo: false } },
    {
      $case: 'transaction',
      value: { itemId, type: TransactionType.TRANSACTION_TYPE_RENT, expiresAtMs: atMs + DAY_MS },
    },
    { $case: 'follow', value: { target: random.pick(keys), action: FollowAction.FOLLOW_ACTION_REQUEST } },
    { $case: 'settings', value: { tier: 'premium', clear: [SettingsField.SETTINGS_FIELD_COUNTRY] } },
    { $case: 'consent', value: { personalization: true, analytics: false, policyVersion: '2026-01' } },
  ]
  return random.pick(others)
}

function watchOf(session, itemId, beat) {
  return {
    itemId,
    episodeId: session.title % 3 === 0 ? `${itemId}-s1e${session.number % 8}` : '',
    positionS: beat * 30,
    durationS: 5400,
    sessionId: `7d0f1c52-2a0b-4c39-9e3c-${String(session.number).padStart(12, '0')}`,
    sessionStartedAtMs: session.startMs,
    phase: beat === 0 ? WatchPhase.WATCH_PHASE_START : WatchPhase.WATCH_PHASE_HEARTBEAT,
  }
}

function idOf(title) {
  return `tt${String(title).padStart(8, '0')}`
}

function runningSum(length, weight) {
  const sums = new Float64Array(length)
  let sum = 0
  for (let at = 0; at < length; at += 1) sums[at] = sum += weight(at)
  return sums
}

/** A place, those of greater weight more often. */
function draw(sums, random) {
  const wanted = random.next() * sums.at(-1)
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle] < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
