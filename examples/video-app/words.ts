/** How an app puts templates and badges into words of its viewers' language: the service sends no sentences. */
import { ReasonType } from '@upnext/contracts'
import type { Reason, RowTitle } from '@upnext/contracts'

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

type Table = Readonly<Record<string, string>>

/** Row titles by template, with the places of their parameters in braces. */
const TITLES: Readonly<Record<Language, Table>> = {
  en: {
    continue_watching: 'Continue watching',
    watch_next: 'Your next episodes',
    next_to_watch: 'Next to watch',
    after_title: 'After {title}',
    top_picks: 'Top picks for you',
    because_you_watched: 'Because you watched {title}',
    because_you_rated: 'Because you rated {title}',
    similar_to: 'More like {title}',
    similar_to_this: 'More like this',
    watch_again: 'Watch again',
    my_list: 'My list',
    trending: 'Trending now',
    trending_in_country: 'Trending in {country}',
    popular: 'Popular',
    popular_of_all_time: 'Popular of all time',
    popular_in_country: 'Popular in {country}',
    new_arrivals: 'New arrivals',
    leaving_soon: 'Leaving soon',
    genre: '{genre}',
    hidden_gems: 'Hidden gems',
    surprise: 'Surprise me',
    editorial: 'Picked for you',
    'staff-picks': 'Picked by our staff',
    rent_or_buy: 'Rent or buy',
    friends: 'Friends are watching',
    sponsored: 'Sponsored by {sponsor}',
    sponsored_by_several: 'Sponsored',
    from_the_catalog: 'From the catalogue',
  },
  de: {
    continue_watching: 'Weiterschauen',
    watch_next: 'Deine nächsten Folgen',
    next_to_watch: 'Als Nächstes',
    after_title: 'Nach {title}',
    top_picks: 'Für dich ausgesucht',
    because_you_watched: 'Weil du {title} gesehen hast',
    because_you_rated: 'Weil du {title} bewertet hast',
    similar_to: 'Ähnlich wie {title}',
    similar_to_this: 'Ähnliche Titel',
    watch_again: 'Nochmal ansehen',
    my_list: 'Meine Liste',
    trending: 'Gerade im Trend',
    trending_in_country: 'Im Trend in {country}',
    popular: 'Beliebt',
    popular_of_all_time: 'Beliebt seit jeher',
    popular_in_country: 'Beliebt in {country}',
    new_arrivals: 'Neu dabei',
    leaving_soon: 'Nur noch kurz',
    genre: '{genre}',
    hidden_gems: 'Verborgene Perlen',
    surprise: 'Überrasch mich',
    editorial: 'Ausgewählt',
    'staff-picks': 'Tipps der Redaktion',
    rent_or_buy: 'Leihen oder kaufen',
    friends: 'Das schauen Freunde',
    sponsored: 'Anzeige von {sponsor}',
    sponsored_by_several: 'Anzeigen',
    from_the_catalog: 'Aus dem Katalog',
  },
}

const BADGES = {
  en: { new: 'NEW', days: 'leaves in {n} days', today: 'leaves today', sale: 'RENT', sponsored: 'Sponsored' },
  de: { new: 'NEU', days: 'noch {n} Tage', today: 'nur noch heute', sale: 'LEIHEN', sponsored: 'Anzeige' },
} satisfies Record<Language, Table>

const REASONS: Readonly<Record<Language, Readonly<Partial<Record<ReasonType, string>>>>> = {
  en: {
    [ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED]: 'because you watched {title}',
    [ReasonType.REASON_TYPE_SIMILAR_TO_RATED]: 'because you rated {title}',
    [ReasonType.REASON_TYPE_POPULAR]: 'popular',
    [ReasonType.REASON_TYPE_FRIEND]: 'watched by {friends} of your friends',
    [ReasonType.REASON_TYPE_GENRE]: 'because you like {genre}',
  },
  de: {
    [ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED]: 'weil du {title} gesehen hast',
    [ReasonType.REASON_TYPE_SIMILAR_TO_RATED]: 'weil du {title} bewertet hast',
    [ReasonType.REASON_TYPE_POPULAR]: 'beliebt',
    [ReasonType.REASON_TYPE_FRIEND]: '{friends} deiner Freunde haben es gesehen',
    [ReasonType.REASON_TYPE_GENRE]: 'weil du {genre} magst',
  },
}

/** A template that this app does not know yet falls back to the English text that the service sends along. */
export function titleText(title: RowTitle | undefined, language: Language): string {
  const template = TITLES[language][title?.template ?? '']
  return template === undefined ? (title?.text ?? '') : filled(template, title?.parameters ?? {})
}

export function reasonText(reason: Reason, language: Language): string {
  const template = REASONS[language][reason.type]
  if (template === undefined) return reason.text
  return filled(template, { title: reason.title, genre: reason.genre, friends: String(reason.friends) })
}

export function badgeText(badge: keyof (typeof BADGES)['en'], language: Language, n = 0): string {
  return filled(BADGES[language][badge], { n: String(n) })
}

function filled(template: string, parameters: Table): string {
  return template.replaceAll(/\{(\w+)\}/g, (_place, name: string) => parameters[name] ?? '')
}
