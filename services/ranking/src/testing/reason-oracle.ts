/** What is true of a title and a viewer, read off the documents themselves: what reasons are held against. */
import { ReasonType, itemHash } from '@upnext/contracts'
import type { CatalogItem, Reason, RowItem } from '@upnext/contracts'
import type { Profile, RecentTitle } from '@upnext/profiles'
import type { RowSpec } from '@upnext/rows'
import type { PageRequest } from '../request/page-request.ts'
import type { World } from './a-random-world.ts'
import { FRIENDS, NOW, SELF } from './a-random-world.ts'
import { countriesOf, forbiddenBy, mayBePlayed, mayBeRead } from './oracle.ts'
import type { OracleQuestion } from './oracle.ts'

export interface Truth {
  readonly world: World
  readonly items: ReadonlyMap<string, CatalogItem>
  readonly question: OracleQuestion
  readonly request: PageRequest
  /** What may be used of the viewer: `null` for guests, refusals, and where it could not be read. */
  readonly profile: Profile | null
  /** What was put down by hand, also where history must not be used; `null` where nothing could be read. */
  readonly whole: Profile | null
  /** The id of the title that the page is about. */
  readonly about: string | null
}

/** What is wrong with what an item says of itself; none: nothing. `spec`: the row's line of the file, where there is one. */
export function untruths(item: RowItem, spec: RowSpec | null, truth: Truth): string[] {
  const shares = item.reasons.map(({ share }) => share)
  const sum = shares.reduce((total, share) => total + share, 0)
  const counted = item.reasons.length >= 1 && item.reasons.length <= 3
  return [
    ...(counted ? [] : [`${item.reasons.length} reasons`]),
    ...(shares.every((share) => share >= 0 && share <= 1) && sum <= 1 + 1e-6 ? [] : [`shares of ${String(shares)}`]),
    ...item.reasons
      .filter((reason) => !isTrue(reason, item, spec, truth))
      .map(({ type, text }) => `reason ${type}: ${text}`),
    ...(item.playback === undefined || isPlayable(item, truth) ? [] : [`plays ${item.playback.episodeId}`]),
    ...(item.sponsorship === undefined || spec?.type === 'sponsored' ? [] : ['a sponsor outside a sponsored row']),
  ]
}

function isTrue(reason: Reason, item: RowItem, spec: RowSpec | null, truth: Truth): boolean {
  const document = truth.items.get(item.itemId)
  if (document === undefined) return false
  if (reason.itemId !== '') return isNamedRightly(reason, truth)
  return factIsTrue(reason, item, document, spec, truth)
}

/** In this viewer's history now, or what was asked about; with what the viewer did, and only what this audience may read. */
function isNamedRightly(reason: Reason, truth: Truth): boolean {
  const { about, items, question, request, profile } = truth
  const named = items.get(reason.itemId)
  if (named === undefined || reason.title !== named.title || !mayBeRead(named, question)) return false
  if (reason.type === ReasonType.REASON_TYPE_SIMILAR_TO_ITEM) return reason.itemId === about
  const recent = profile?.recent.entries.find(({ key }) => key === itemHash(reason.itemId))
  const isGuests =
    request.audience.kind === 'guest' &&
    request.audience.items.some(({ itemId }) => wholeIdOf(itemId, truth) === reason.itemId)
  if (recent === undefined)
    return isGuests && reason.type === ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED && !saysMore(reason)
  return saysWhatWasDone(reason, recent)
}

function saysMore({ stars, thumbUp, watchedFraction }: Reason): boolean {
  return stars !== undefined || thumbUp !== undefined || watchedFraction !== undefined
}

function saysWhatWasDone({ type, stars, thumbUp, watchedFraction }: Reason, { rated, sessions }: RecentTitle): boolean {
  const code = rated?.code ?? 0
  const known = sessions
    .filter(({ durationS }) => durationS > 0)
    .map(({ positionS, durationS }) => Math.min(1, positionS / durationS))
  const furthest = known.length === 0 ? undefined : Math.max(...known)
  return (
    (type === ReasonType.REASON_TYPE_SIMILAR_TO_RATED) === (rated !== null) &&
    stars === (code >= 1 && code <= 10 ? code / 2 : undefined) &&
    thumbUp === (code > 10 ? code === 12 : undefined) &&
    watchedFraction === furthest
  )
}

function factIsTrue(reason: Reason, item: RowItem, document: CatalogItem, spec: RowSpec | null, truth: Truth): boolean {
  const { profile, question, request, whole, world } = truth
  const id = item.itemId
  const hash = itemHash(id)
  const isPinned = request.wishes.pins.some(({ itemId }) => wholeIdOf(itemId, truth) === id)
  switch (reason.type) {
    case ReasonType.REASON_TYPE_SIMILAR_TO_RATED:
      return profile?.recent.entries.some(({ rated }) => rated !== null) === true
    case ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED:
      return (profile?.recent.entries.length ?? 0) > 0 || request.audience.kind === 'guest'
    case ReasonType.REASON_TYPE_SIMILAR_TO_ITEM:
      return truth.about !== null
    case ReasonType.REASON_TYPE_POPULAR:
    case ReasonType.REASON_TYPE_CATALOG:
      return true
    case ReasonType.REASON_TYPE_EXPLORATION:
      return spec === null || spec.type === 'surprise' || spec.type === 'next_to_watch'
    case ReasonType.REASON_TYPE_WATCHED_BEFORE:
    case ReasonType.REASON_TYPE_CONTINUE:
    case ReasonType.REASON_TYPE_NEXT_EPISODE:
      return profile?.recent.entries.some(({ key }) => wholeOf(key, truth) === id) === true
    case ReasonType.REASON_TYPE_LISTED:
      return (
        whole?.list.entries.some(
          ({ key, listed }) => listed.on && listed.atMs === reason.atMs && wholeOf(key, truth) === id,
        ) === true
      )
    case ReasonType.REASON_TYPE_TRENDING:
    case ReasonType.REASON_TYPE_POPULAR_IN_COUNTRY: {
      const trends = world.trends.find(({ country }) => country === reason.country)
      const list = reason.type === ReasonType.REASON_TYPE_TRENDING ? trends?.trending : trends?.popular
      const isHere = reason.country === '' || countriesOf(question).includes(reason.country)
      return isHere && list?.some(({ item: bytes }) => bytes.toString('hex') === hash) === true
    }
    case ReasonType.REASON_TYPE_NEW:
      return reason.atMs <= NOW && document.windows.some(({ startsAtMs }) => startsAtMs === reason.atMs)
    case ReasonType.REASON_TYPE_LEAVING_SOON:
      return reason.atMs > NOW && document.windows.some(({ endsAtMs }) => endsAtMs === reason.atMs)
    case ReasonType.REASON_TYPE_GENRE:
      return document.genres.includes(reason.genre)
    case ReasonType.REASON_TYPE_EDITORIAL:
      return spec?.type === 'editorial' && spec.item_ids.includes(id)
    case ReasonType.REASON_TYPE_FRIEND:
      return reason.friends >= 1 && reason.friends <= friendsWhoWatched(id, truth)
    case ReasonType.REASON_TYPE_SPONSORED:
      return spec?.type === 'sponsored' && isPaidFor(item, spec, truth)
    case ReasonType.REASON_TYPE_FOR_SALE: {
      const forbidden = forbiddenBy(id, document, question)
      const isOffered = document.offer?.rent === true || document.offer?.buy === true
      return isOffered && !question.owned.includes(id) && forbidden.includes('tier')
    }
    case ReasonType.REASON_TYPE_PINNED:
      return isPinned
    default:
      return false
  }
}

/** Of whom the viewer follows: who share, are no children, have accepted the viewer, and do not hide the title. */
function friendsWhoWatched(id: string, truth: Truth): number {
  const asked = (truth.profile?.following.entries ?? [])
    .filter(({ requested }) => requested?.on === true)
    .map(({ key }) => key)
  return truth.world.friends.filter((friend, i) => {
    const key = FRIENDS[i]
    const shares =
      friend.settings.shareWatching?.value === true &&
      friend.settings.kids?.value !== true &&
      friend.consent.personalization?.on !== false &&
      friend.following.entries.some((entry) => entry.key === SELF && entry.accepted?.on === true)
    const hidden = (hash: string): boolean =>
      friend.dismissed.entries.some((entry) => entry.key === hash && entry.notInterested?.on === true)
    const watched = friend.recent.entries.some(
      (entry) => entry.sessions.length > 0 && !hidden(entry.key) && wholeOf(entry.key, truth) === id,
    )
    return key !== undefined && asked.includes(key) && shares && watched
  }).length
}

function isPaidFor(
  { itemId, sponsorship }: RowItem,
  spec: RowSpec & { type: 'sponsored' },
  { question, whole }: Truth,
): boolean {
  const campaign = spec.campaigns.find(
    ({ id, sponsor }) => id === sponsorship?.campaign && sponsor === sponsorship.sponsor,
  )
  const kids = question.request.kids === true || question.settings.kids === true
  const countries = countriesOf(question)
  const isHere =
    campaign?.countries === undefined ||
    (countries.length > 0 && countries.every((country) => campaign.countries?.includes(country)))
  const runs =
    (campaign?.from === undefined || Date.parse(campaign.from) <= NOW) &&
    (campaign?.to === undefined || NOW < Date.parse(campaign.to))
  return whole?.consent.sponsored?.on === true && !kids && campaign?.items.includes(itemId) === true && isHere && runs
}

/** An episode of the title, which this audience may play; a movie plays itself. */
function isPlayable({ itemId, playback }: RowItem, { items, question }: Truth): boolean {
  if (playback === undefined || playback.episodeId === '') return true
  const [episode, series] = [items.get(playback.episodeId), items.get(itemId)]
  if (episode === undefined || series === undefined || episode.seriesId !== itemId) return false
  // Whoever has bought or rented an episode may play it, and whoever has its series.
  const isOwned = [itemId, playback.episodeId].some((id) => question.owned.includes(id))
  return mayBePlayed(episode, series, isOwned, question)
}

/** The id of the title that a hash stands for: of a part its series, where the catalogue has it. */
function wholeOf(hash: string, truth: Truth): string | undefined {
  const id = truth.world.ids.find((known) => itemHash(known) === hash)
  return id === undefined ? undefined : wholeIdOf(id, truth)
}

export function wholeIdOf(id: string, { items }: Pick<Truth, 'items'>): string {
  const item = items.get(id)
  const isPart = item !== undefined && (item.kind === 3 || item.kind === 4) && items.has(item.seriesId)
  return isPart ? item.seriesId : id
}
