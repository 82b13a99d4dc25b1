import { describe, expect, it } from '@jest/globals'
import { ItemKind, ReasonType, itemHash } from '@upnext/contracts'
import type { Decision, DismissedTitle, Profile } from '@upnext/profiles'
import { anItem } from '@upnext/testkit'
import { aSpec } from '../../testing/a-row-world.ts'
import { idsOf, reasonTypesOf, theRow } from '../../testing/a-viewer-context.ts'
import type { ViewerContextParts } from '../../testing/a-viewer-context.ts'
import { aProfileOf, aRecent, aSeries, anEpisode, daysAgo } from '../../testing/some-titles.ts'
import type { SessionParts } from '../../testing/some-titles.ts'
import type { RowSpecOf } from '@upnext/rows'
import { continueWatching } from './continue-watching.ts'

const { REASON_TYPE_CONTINUE, REASON_TYPE_NEXT_EPISODE } = ReasonType
const SHOW = aSeries('show', 3)

type Settings = Partial<RowSpecOf<'continue_watching'>>

function rowOf(profile: Profile | null, parts: Partial<ViewerContextParts> = {}, settings: Settings = {}) {
  const items = ['heat', 'ronin', ...SHOW]
  return theRow(continueWatching, aSpec('continue_watching', settings), { items, profile, ...parts })
}

const ofHeat = (session: SessionParts, settings: Settings = {}) =>
  idsOf(rowOf(aProfileOf([aRecent('heat', [session])]), {}, settings))

function ofShow(sessions: readonly SessionParts[], parts: Partial<ViewerContextParts> = {}, settings: Settings = {}) {
  const row = rowOf(aProfileOf([aRecent('show', sessions)]), parts, settings)
  return row?.candidates.map(({ playback }) => [playback?.episodeId, playback?.positionS])[0] ?? null
}

function removed(id: string, continueWatching: Decision): { dismissed: { entries: DismissedTitle[]; horizon: null } } {
  return { dismissed: { entries: [{ key: itemHash(id), notInterested: null, continueWatching }], horizon: null } }
}

describe('continue watching: movies', () => {
  it('goes on where the viewer stopped, newest first, though both were seen', () => {
    const row = rowOf(
      aProfileOf([aRecent('ronin', [{ daysAgo: 2, share: 0.5 }]), aRecent('heat', [{ daysAgo: 1, share: 0.2 }])]),
    )
    expect(idsOf(row)).toEqual(['heat', 'ronin'])
    expect(row).toMatchObject({ rowId: 'continue-watching', inOrder: true, title: { template: 'continue_watching' } })
    expect(row?.candidates[0]?.playback).toMatchObject({ episodeId: '', positionS: 200, durationS: 1000 })
    expect(reasonTypesOf(row)).toEqual([[REASON_TYPE_CONTINUE], [REASON_TYPE_CONTINUE]])
    expect(row?.candidates.map(({ score }) => score)).toEqual([1, 0.5])
  })

  it('takes a share or seconds as begun, whichever comes first', () => {
    expect(ofHeat({ positionS: 59, durationS: 7200 })).toEqual([])
    expect(ofHeat({ positionS: 60, durationS: 7200 })).toEqual(['heat'])
    expect(ofHeat({ positionS: 20, durationS: 1000 })).toEqual(['heat'])
    expect(ofHeat({ positionS: 19, durationS: 1000 })).toEqual([])
    expect(ofHeat({ positionS: 299, durationS: 7200 }, { started: 0.5, started_seconds: 300 })).toEqual([])
    expect(ofHeat({ positionS: 40, durationS: 7200 }, { started: 0.005 })).toEqual(['heat'])
  })

  it('is over for what was watched to the credits', () => {
    expect(ofHeat({ share: 0.919 })).toEqual(['heat'])
    expect(ofHeat({ share: 0.92 })).toEqual([])
    expect(ofHeat({ share: 0.8 }, { finished: 0.8 })).toEqual([])
  })

  it('asks the catalogue how long a title is where the player did not know, and counts seconds where nobody does', () => {
    expect(ofHeat({ positionS: 5000, durationS: 0 })).toEqual([])
    const items = [anItem({ itemId: 'heat', durationS: undefined })]
    const of = (positionS: number) => rowOf(aProfileOf([aRecent('heat', [{ positionS, durationS: 0 }])]), { items })
    expect([59, 60, 5000].map((positionS) => idsOf(of(positionS)))).toEqual([[], ['heat'], ['heat']])
    expect(of(60)?.candidates[0]?.playback).toMatchObject({ positionS: 60, durationS: 0 })
  })

  it('goes by the newest session that says something', () => {
    const of = (...sessions: readonly SessionParts[]) => rowOf(aProfileOf([aRecent('heat', sessions)]))
    expect(idsOf(of({ share: 1 }, { daysAgo: 1, share: 0.5 }))).toEqual([])
    expect(of({ share: 0.01 }, { daysAgo: 1, share: 0.5 })?.candidates[0]?.playback?.positionS).toBe(500)
    expect(of({ share: 0.3 }, { daysAgo: 1, share: 1 })?.candidates[0]?.playback?.positionS).toBe(300)
  })

  it('forgets what is older than its days, and takes a session of the future as one of now', () => {
    expect(ofHeat({ daysAgo: 365, share: 0.5 })).toEqual(['heat'])
    expect(ofHeat({ daysAgo: 366, share: 0.5 })).toEqual([])
    expect(ofHeat({ daysAgo: 3, share: 0.5 }, { within_days: 2 })).toEqual([])
    const entries = [aRecent('heat', [{ share: 0.5 }]), aRecent('ronin', [{ daysAgo: -100, share: 0.5 }])]
    // Both are of now: the order is that of the hashes.
    const inOrder = itemHash('heat') < itemHash('ronin') ? ['heat', 'ronin'] : ['ronin', 'heat']
    expect(idsOf(rowOf(aProfileOf(entries)))).toEqual(inOrder)
  })

  it('forgets what was taken off it, until that is undone or the title is played again', () => {
    const half = [aRecent('heat', [{ daysAgo: 2, share: 0.5 }])]
    const off = (atMs: number, on = true) => idsOf(rowOf(aProfileOf(half, removed('heat', { atMs, on }))))
    expect(off(daysAgo(1))).toEqual([])
    expect(off(daysAgo(2))).toEqual([])
    expect(off(daysAgo(1), false)).toEqual(['heat'])
    expect(off(daysAgo(3))).toEqual(['heat'])
  })

  it('asks all rules but the one of titles seen', () => {
    const profile = aProfileOf([aRecent('heat', [{ share: 0.5 }])])
    expect(idsOf(rowOf(profile, { excluded: ['heat'] }))).toEqual([])
    expect(idsOf(rowOf(profile, { items: [anItem({ itemId: 'heat', withdrawn: true })] }))).toEqual([])
    expect(
      idsOf(rowOf(profile, { request: { maturityLimit: 12 }, items: [anItem({ itemId: 'heat', maturityAge: 16 })] })),
    ).toEqual([])
    const notInterested = { atMs: daysAgo(3), on: true }
    const dismissed = { entries: [{ key: itemHash('heat'), notInterested, continueWatching: null }], horizon: null }
    expect(idsOf(rowOf({ ...profile, dismissed }))).toEqual([])
  })

  it('is not made of titles only rated, nor without a profile, nor against a refusal', () => {
    expect(rowOf(aProfileOf([aRecent('heat', [], 10)]))).toBe(null)
    expect(rowOf(null)).toBe(null)
    expect(rowOf(aProfileOf([aRecent('nowhere', [{ share: 0.5 }])]))).toBe(null)
    const profile = aProfileOf([aRecent('heat', [{ share: 0.5 }])])
    const personalization = { atMs: 1, on: false }
    expect(rowOf({ ...profile, consent: { ...profile.consent, personalization } })).toBe(null)
    expect(rowOf(profile, { request: { withoutPersonalization: true } })).toBe(null)
  })

  it('makes no more than is wanted', () => {
    const profile = aProfileOf([aRecent('heat', [{ share: 0.5 }]), aRecent('ronin', [{ daysAgo: 1, share: 0.5 }])])
    expect(idsOf(rowOf(profile, { depth: 1 }))).toEqual(['heat'])
  })
})

describe('continue watching: series', () => {
  it('goes on in the episode that was begun', () => {
    const row = rowOf(aProfileOf([aRecent('show', [{ episode: 'show-2', share: 0.4 }])]))
    expect(idsOf(row)).toEqual(['show'])
    expect(row?.candidates[0]?.playback).toEqual({
      episodeId: 'show-2',
      episodeTitle: 'Title of show-2',
      seasonNumber: 1,
      episodeNumber: 2,
      positionS: 400,
      durationS: 1000,
    })
    expect(reasonTypesOf(row)).toEqual([[REASON_TYPE_CONTINUE]])
  })

  it('goes on with the next episode, from its start, where one was finished', () => {
    const row = rowOf(aProfileOf([aRecent('show', [{ episode: 'show-1' }])]))
    expect(row?.candidates[0]?.playback).toMatchObject({ episodeId: 'show-2', positionS: 0, durationS: 5400 })
    expect(reasonTypesOf(row)).toEqual([[REASON_TYPE_NEXT_EPISODE]])
    expect(ofShow([{ episode: 'show-1' }], {}, { next_episode: false })).toBe(null)
  })

  it('is over after the last episode, and goes on when a new one comes', () => {
    expect(ofShow([{ episode: 'show-3' }])).toBe(null)
    expect(ofShow([{ episode: 'show-3' }], { items: aSeries('show', 4) })).toEqual(['show-4', 0])
  })

  it('goes by the newest session of several episodes: after an old one watched again comes its next', () => {
    expect(ofShow([{ episode: 'show-1' }, { daysAgo: 1, episode: 'show-3' }])).toEqual(['show-2', 0])
    expect(
      ofShow([
        { episode: 'show-3', share: 0.005 },
        { daysAgo: 1, episode: 'show-1', share: 0.5 },
      ]),
    ).toEqual(['show-1', 500])
  })

  it('is not shown where the episode to play may not be played', () => {
    const closed = { startsAtMs: daysAgo(-1), countries: [] }
    const items = [...aSeries('show', 1), anEpisode('show', { itemId: 'show-2', episodeNumber: 2, windows: [closed] })]
    expect(ofShow([{ episode: 'show-1' }], { items })).toBe(null)
    expect(ofShow([{ episode: 'show-2', share: 0.5 }], { items })).toBe(null)
    expect(ofShow([{ episode: 'show-1', share: 0.5 }], { items })).toEqual(['show-1', 500])
  })

  it('says nothing of an episode that the catalogue does not know, or knows of another series', () => {
    expect(ofShow([{ episode: 'nowhere', share: 0.5 }])).toBe(null)
    expect(ofShow([{ episode: 'nowhere' }])).toBe(null)
    const items = [...SHOW, ...aSeries('other', 2)]
    expect(ofShow([{ episode: 'other-1', share: 0.5 }], { items })).toBe(null)
  })

  it('shows a series of which the app did not say the episode, without one to play', () => {
    const row = rowOf(aProfileOf([aRecent('show', [{ share: 0.4 }])]))
    expect(row?.candidates.map(({ title, playback }) => [title.itemId, playback])).toEqual([['show', undefined]])
    expect(rowOf(aProfileOf([aRecent('show', [{ share: 1 }])]))).toBe(null)
  })

  it('takes an episode in place of its series for what it is, once', () => {
    const entries = [aRecent('show-2', [{ share: 0.5 }]), aRecent('show', [{ daysAgo: 1, episode: 'show-1' }])]
    const row = rowOf(aProfileOf(entries))
    expect(row?.candidates.map(({ title, playback }) => [title.itemId, playback?.episodeId])).toEqual([
      ['show', 'show-2'],
    ])
    expect(idsOf(rowOf(aProfileOf(entries, removed('show', { atMs: daysAgo(-1), on: true }))))).toEqual([])
    expect(idsOf(rowOf(aProfileOf(entries, removed('show-2', { atMs: daysAgo(-1), on: true }))))).toEqual([])
  })

  it('is hidden with its series', () => {
    const hidden = anItem({ itemId: 'show', kind: ItemKind.ITEM_KIND_SERIES, withdrawn: true })
    expect(ofShow([{ episode: 'show-1' }], { items: [hidden, ...SHOW.slice(1)] })).toBe(null)
  })
})
