/** A reason in English, for people who look at answers while debugging. */
import { ReasonType } from '@upnext/contracts'
import type { Reason } from '@upnext/contracts'

/** One line a type: a new one does not compile without. */
const TEXTS: Readonly<Record<ReasonType, (reason: Reason) => string>> = {
  [ReasonType.REASON_TYPE_UNSPECIFIED]: () => '',
  [ReasonType.UNRECOGNIZED]: () => '',
  [ReasonType.REASON_TYPE_SIMILAR_TO_ITEM]: ({ title }) => `Goes with ${title === '' ? 'this title' : title}`,
  [ReasonType.REASON_TYPE_SIMILAR_TO_RATED]: ({ title, stars, thumbUp }) =>
    title === '' ? 'Because of what you have rated' : `Because you ${ratedHow(stars, thumbUp)} ${title}`,
  [ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED]: ({ title }) =>
    title === '' ? 'Because of what you have watched' : `Because you watched ${title}`,
  [ReasonType.REASON_TYPE_POPULAR]: () => 'Watched by many',
  [ReasonType.REASON_TYPE_CATALOG]: () => 'In the catalogue',
  [ReasonType.REASON_TYPE_WATCHED_BEFORE]: () => 'You have watched it before',
  [ReasonType.REASON_TYPE_EXPLORATION]: () => 'Here by chance, to find out who likes it',
  [ReasonType.REASON_TYPE_CONTINUE]: () => 'You have begun it',
  [ReasonType.REASON_TYPE_NEXT_EPISODE]: () => 'The episode after the one you have watched',
  [ReasonType.REASON_TYPE_LISTED]: () => 'On your list',
  [ReasonType.REASON_TYPE_TRENDING]: ({ country }) => `Watched by many right now${inCountry(country)}`,
  [ReasonType.REASON_TYPE_POPULAR_IN_COUNTRY]: ({ country }) => `Watched by many${inCountry(country)}`,
  [ReasonType.REASON_TYPE_NEW]: ({ atMs }) => `New${onDay(' since', atMs)}`,
  [ReasonType.REASON_TYPE_LEAVING_SOON]: ({ atMs }) => `Leaves${atMs > 0 ? onDay(' on', atMs) : ' soon'}`,
  [ReasonType.REASON_TYPE_GENRE]: ({ genre }) => (genre === '' ? 'Of this genre' : `Of the genre ${genre}`),
  [ReasonType.REASON_TYPE_HIDDEN_GEM]: () => 'Liked by the few who have watched it',
  [ReasonType.REASON_TYPE_EDITORIAL]: () => 'Picked by the editors',
  [ReasonType.REASON_TYPE_FRIEND]: ({ friends }) =>
    friends > 0 ? `Watched by ${friends} ${friends === 1 ? 'friend' : 'friends'}` : 'Watched by friends',
  [ReasonType.REASON_TYPE_SPONSORED]: () => 'Sponsored',
  [ReasonType.REASON_TYPE_FOR_SALE]: () => 'To rent or to buy',
  [ReasonType.REASON_TYPE_PINNED]: () => 'Put here by the app',
}

export function reasonText(reason: Reason): string {
  return TEXTS[reason.type](reason)
}

function ratedHow(stars: number | undefined, thumbUp: boolean | undefined): string {
  if (stars !== undefined) return `gave ${stars} ${stars === 1 ? 'star' : 'stars'} to`
  return thumbUp === true ? 'liked' : 'rated'
}

function inCountry(country: string): string {
  return country === '' ? '' : ` in ${country}`
}

/** The day by UTC: " on 2026-07-09"; '' where no time is known. */
function onDay(word: string, atMs: number): string {
  return atMs > 0 ? `${word} ${new Date(atMs).toISOString().slice(0, 10)}` : ''
}
