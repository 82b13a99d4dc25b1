/**
 * What is written above a row: a template that apps translate, with what goes into it. The English texts stand here and nowhere
 * else; `{name}` is where a parameter goes.
 */
import type { RowTitle } from '@upnext/contracts'
import type { RowSpec } from '@upnext/rows'

export const TITLE_TEXTS = {
  next_to_watch: 'Next to watch',
  after_title: 'After {title}',
  similar_to: 'Similar to {title}',
  similar_to_this: 'Similar titles',
  continue_watching: 'Continue watching',
  watch_next: 'Next episodes',
  top_picks: 'Top picks',
  because_you_watched: 'Because you watched {title}',
  because_you_rated: 'Because you rated {title}',
  watch_again: 'Watch again',
  my_list: 'My list',
  trending: 'Trending now',
  trending_in_country: 'Trending now in {country}',
  popular: 'Watched by many',
  popular_of_all_time: 'Watched by many, over all time',
  popular_in_country: 'Popular in {country}',
  new_arrivals: 'New arrivals',
  leaving_soon: 'Leaving soon',
  genre: '{genre}',
  hidden_gems: 'Hidden gems',
  surprise: 'Surprise me',
  editorial: 'Picked by the editors',
  rent_or_buy: 'To rent or to buy',
  friends: 'Watched by friends',
  sponsored: 'Sponsored by {sponsor}',
  sponsored_by_several: 'Sponsored',
  from_the_catalog: 'From the catalogue',
} as const
export type TitleTemplate = keyof typeof TITLE_TEXTS

type Parameters = Readonly<Record<string, string>>

export function rowTitle(template: TitleTemplate, parameters: Parameters = {}): RowTitle {
  return { template, parameters: { ...parameters }, text: fillIn(TITLE_TEXTS[template], parameters) }
}

/**
 * The title of a row: the one that the rows file gives it, else this one. A title from the file may use the row's own parameters,
 * and give others.
 */
export function titleOf(
  { title: own }: Pick<RowSpec, 'title'>,
  template: TitleTemplate,
  parameters: Parameters = {},
): RowTitle {
  if (own === undefined) return rowTitle(template, parameters)
  const all = { ...parameters, ...own.parameters }
  return { template: own.template, parameters: all, text: fillIn(own.text ?? textOf(own.template), all) }
}

/**
 * The title of a row about a title that must not be named to this audience. One from the file with a place for that title would read
 * badly without it: then the row has its own.
 */
export function titleWithoutName(spec: Pick<RowSpec, 'title'>, template: TitleTemplate): RowTitle {
  const { title: own } = spec
  const named = own !== undefined && (own.text ?? textOf(own.template)).includes('{title}')
  return named ? rowTitle(template) : titleOf(spec, template)
}

/** Of a template that only the app knows, its name. */
function textOf(template: string): string {
  return new Map<string, string>(Object.entries(TITLE_TEXTS)).get(template) ?? template
}

/** A place that has no parameter stays as it is written. */
function fillIn(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => parameters[name] ?? place)
}
