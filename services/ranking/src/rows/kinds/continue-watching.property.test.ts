/** Whatever was watched and taken off, "continue watching" shows what a slow, obvious reading of the same facts would. */
import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import fc from 'fast-check'
import { aSpec } from '../../testing/a-row-world.ts'
import { aViewerContext } from '../../testing/a-viewer-context.ts'
import { NOW, aProfileOf, aSeries, anEpisode, daysAgo } from '../../testing/some-titles.ts'
import { continueWatching } from './continue-watching.ts'

const MOVIES = ['heat', 'ronin']
const SERIES = ['show', 'other']
const MAX_EPISODES = 5
const EPISODES = SERIES.flatMap((id) => Array.from({ length: MAX_EPISODES }, (_, i) => `${id}-${i}`))

const aNumber = fc.constantFrom(0, 1, 2, undefined)
const anyEpisode = fc.record({
  seasonNumber: aNumber,
  episodeNumber: aNumber,
  durationS: fc.constantFrom(undefined, 500),
  withdrawn: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  closed: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
})
const aSession = fc.record({
  /** Distinct times: which of two sessions of one moment is the newer is not for this test. */
  hoursAgo: fc.integer({ min: -48, max: 24 * 400 }),
  positionS: fc.constantFrom(0, 10, 20, 59, 60, 400, 460, 500, 919, 920, 1000),
  durationS: fc.constantFrom(0, 1000),
  episode: fc.integer({ min: 0, max: MAX_EPISODES }),
})
const aDecision = fc.option(fc.record({ hoursAgo: fc.integer({ min: -48, max: 24 * 400 }), on: fc.boolean() }), {
  nil: null,
})
const aCase = fc.record({
  episodes: fc.array(anyEpisode, { minLength: EPISODES.length, maxLength: EPISODES.length }),
  sessions: fc.uniqueArray(fc.tuple(fc.constantFrom(...MOVIES, ...SERIES), aSession), {
    maxLength: 12,
    selector: ([, { hoursAgo }]) => Math.max(0, hoursAgo),
  }),
  removed: fc.dictionary(fc.constantFrom(...MOVIES, ...SERIES), aDecision),
})
type Case = typeof aCase extends fc.Arbitrary<infer Value> ? Value : never
type Session = Case['sessions'][number][1]

const atMsOf = ({ hoursAgo }: { readonly hoursAgo: number }) => daysAgo(hoursAgo / 24)
const episodeIdOf = (series: string, { episode }: Session) => `${series}-${episode}`

function shownBy({ episodes, sessions, removed }: Case) {
  const closed = [{ startsAtMs: NOW + 1, countries: [] }]
  const items = [
    ...MOVIES,
    ...SERIES.flatMap((id) => aSeries(id, 0)),
    ...EPISODES.map((itemId, i) => {
      const { closed: isClosed = false, ...parts } = episodes[i] ?? {}
      return anEpisode(itemId.split('-')[0] ?? '', { itemId, ...parts, windows: isClosed ? closed : [] })
    }),
    anItem({ itemId: 'unwatched' }),
  ]
  const entries = [...MOVIES, ...SERIES].map((id) => ({
    key: itemHash(id),
    rated: null,
    sessions: sessions
      .filter(([title]) => title === id)
      .map(([, session]) => session)
      .sort((a, b) => a.hoursAgo - b.hoursAgo)
      .map((session) => ({
        atMs: atMsOf(session),
        session: 0,
        episode: MOVIES.includes(id) ? ('' as const) : itemHash(episodeIdOf(id, session)),
        positionS: session.positionS,
        durationS: session.durationS,
      })),
  }))
  const dismissed = Object.entries(removed).map(([id, decision]) => ({
    key: itemHash(id),
    notInterested: null,
    continueWatching: decision === null ? null : { atMs: atMsOf(decision), on: decision.on },
  }))
  const profile = aProfileOf(entries, { dismissed: { entries: dismissed, horizon: null } })
  const [row] = continueWatching(aSpec('continue_watching'), aViewerContext({ items, profile }))
  return (row?.candidates ?? []).map(({ title, playback }) =>
    [title.itemId, playback?.episodeId, playback?.positionS].join(' '),
  )
}

function expectedOf({ episodes, sessions, removed }: Case): string[] {
  const known = new Map(EPISODES.map((id, i) => [id, episodes[i]]))
  const shown: { readonly text: string; readonly atMs: number }[] = []
  for (const id of [...MOVIES, ...SERIES]) {
    const isMovie = MOVIES.includes(id)
    const lengthOf = (session: Session) =>
      session.durationS || ((isMovie ? 5400 : known.get(episodeIdOf(id, session))?.durationS) ?? 0)
    const begun = (session: Session) =>
      session.positionS >= 60 || session.positionS / (lengthOf(session) || Infinity) >= 0.02
    const [newest] = sessions
      .filter(([title, session]) => title === id && begun(session))
      .map(([, session]) => session)
      .sort((a, b) => a.hoursAgo - b.hoursAgo)
    if (newest === undefined || newest.hoursAgo > 24 * 365) continue
    const off = removed[id] ?? null
    if (off?.on === true && off.hoursAgo <= newest.hoursAgo) continue
    const finished = newest.positionS / (lengthOf(newest) || Infinity) >= 0.92
    const atMs = Math.min(NOW, atMsOf(newest))
    if (isMovie) {
      if (!finished) shown.push({ text: `${id}  ${newest.positionS}`, atMs })
      continue
    }
    const played = finished ? nextOf(known, episodeIdOf(id, newest)) : episodeIdOf(id, newest)
    const episode = known.get(played)
    if (episode !== undefined && !episode.withdrawn && !episode.closed)
      shown.push({ text: `${id} ${played} ${finished ? 0 : newest.positionS}`, atMs })
  }
  return shown.sort((a, b) => b.atMs - a.atMs).map(({ text }) => text)
}

/** By asking of every episode whether it comes later, and taking the first of those. */
function nextOf(known: ReadonlyMap<string, Case['episodes'][number] | undefined>, id: string): string {
  const place = (episode: string): number[] => {
    const { seasonNumber = 9, episodeNumber = 9 } = known.get(episode) ?? {}
    return [seasonNumber, episodeNumber, Number(episode.at(-1))]
  }
  const text = (episode: string) => place(episode).join('')
  const isSpecial = (episode: string) => known.get(episode)?.seasonNumber === 0
  if (!known.has(id)) return ''
  const later = [...known.keys()].filter(
    (other) =>
      other.split('-')[0] === id.split('-')[0] &&
      known.get(other)?.withdrawn === false &&
      isSpecial(other) === isSpecial(id) &&
      text(other) > text(id),
  )
  return later.sort((a, b) => (text(a) < text(b) ? -1 : 1))[0] ?? ''
}

describe('continue watching, whatever happened', () => {
  it('shows what was begun where it was left, and the right next episode, never what is finished or taken off', () => {
    const lengths = new Set<number>()
    fc.assert(
      fc.property(aCase, (each) => {
        const shown = shownBy(each)
        lengths.add(shown.length)
        expect(shown).toEqual(expectedOf(each))
      }),
      { numRuns: 1000 },
    )
    // The cases are about something: rows of none and of several titles both came up.
    expect([...lengths].sort()).toEqual([0, 1, 2, 3, 4])
  })
})
