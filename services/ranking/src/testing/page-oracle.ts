/** What is wrong with a page or a row, said in words; none: nothing. */
import { ReasonType, RowType, decodeTracking, itemHash } from '@upnext/contracts'
import type { GetPageResponse, Row } from '@upnext/contracts'
import { applyVariants, variantsOf } from '@upnext/rows'
import type { RowSpec, RowsFile, ServedPage } from '@upnext/rows'
import { FILTERS } from './a-random-page.ts'
import { countriesOf, forbiddenBy, mayBeRead } from './oracle.ts'
import { untruths, wholeIdOf } from './reason-oracle.ts'
import type { Truth } from './reason-oracle.ts'

export type Judged = Truth & { readonly file: RowsFile }

const OF_OWN_DOINGS = ['CONTINUE_WATCHING', 'WATCH_NEXT', 'MY_LIST', 'WATCH_AGAIN', 'EDITORIAL']

export function servedBy({ file, request }: Judged): ServedPage {
  const viewer = request.audience.kind === 'viewer' ? request.audience.key : null
  const served = applyVariants(file, request.page, variantsOf(file, viewer))
  if (served === null) throw new Error(`there is no page ${request.page}`)
  return served
}

/** The rules that do not count for the titles of this row. */
export function waived({ type, fill }: Row): string[] {
  const name = nameOf(type)
  if (fill.some(({ step }) => step === 'watched_before') || OF_OWN_DOINGS.includes(name)) return ['seen']
  return name === 'RENT_OR_BUY' ? ['tier'] : []
}

/**
 * Whether a row shows only what it is about itself, and nothing that stands in for it. What it still shows depends on its line of the
 * file, and of episodes on who asks.
 */
export function isOfItsOwnAlone({ type }: Row, line: RowSpec | undefined): boolean {
  const name = nameOf(type)
  if (name === 'EDITORIAL') return line?.fill !== true
  return OF_OWN_DOINGS.includes(name) || name === 'RENT_OR_BUY' || name === 'FRIENDS'
}

/** The line of today that a row is gone on with by. */
export function lineOfToday({ file }: Judged, page: string, specId: string, { type }: Row): RowSpec | undefined {
  const lines = file.pages.get(page)?.rows ?? []
  return lines.find((spec) => spec.id === specId && typeNameOf(spec) === nameOf(type))
}

/** By its name in the interface, which is that of the file but for one. */
function nameOf(type: RowType): string {
  const [name = ''] = Object.entries(RowType).find(([, value]) => value === type) ?? []
  return name.replace('ROW_TYPE_', '')
}

/** The lines of the file that a row may come from. */
export function linesOf(judged: Judged, { rowId, type }: Row): RowSpec[] {
  return servedBy(judged).page.rows.filter((spec) => isOfLine(spec, rowId, type))
}

function isOfLine({ id, type: kind }: RowSpec, rowId: string, type: RowType): boolean {
  if (nameOf(type) !== typeNameOf({ type: kind })) return false
  if (kind === 'genre') return rowId.startsWith('genre:')
  if (kind === 'because_you_watched') return rowId.startsWith('because:')
  return kind === 'more_like_this' ? rowId.startsWith('similar:') : rowId === id
}

function typeNameOf({ type: kind }: Pick<RowSpec, 'type'>): string {
  return kind === 'more_like_this' ? 'SIMILAR' : kind.toUpperCase()
}

export function pageProblems(page: GetPageResponse, judged: Judged): string[] {
  const { file, items, question, request } = judged
  const { rows } = page
  const shown = rows.flatMap((row) => row.items.map(({ itemId }) => itemId))
  const known = [...items]
  const allowed = known.filter(([id, item]) => forbiddenBy(id, item, question).every((rule) => rule === 'seen'))
  const unseen = allowed.filter(([id, item]) => forbiddenBy(id, item, question).length === 0)
  const budget = { ...(request.facts.device === null ? {} : file.budgets.get(request.facts.device)) }
  const mostRows = request.budget.rows ?? budget.rows ?? Infinity
  const mostItems = request.budget.items ?? budget.items ?? Infinity
  // No line of a file made up here has this id: it stands in for a page on which no row found anything.
  const isLast = rows.length === 1 && rows[0]?.rowId === 'next-to-watch'
  const isFilledWithSeen = rows.some(({ fill }) => fill.some(({ step }) => step === 'watched_before'))
  return [
    ...(new Set(shown).size === shown.length ? [] : ['a title twice']),
    ...(new Set(rows.map(({ rowId }) => rowId)).size === rows.length ? [] : ['a row id twice']),
    ...(rows.length === 0 && allowed.length > 0 ? ['an empty page'] : []),
    ...(rows.some(({ items: list }) => list.length === 0) ? ['an empty row'] : []),
    ...(allowed.length === 0 && rows.some(({ type }) => type !== RowType.ROW_TYPE_RENT_OR_BUY)
      ? ['a title where none is allowed']
      : []),
    ...(isFilledWithSeen && unseen.length > 0 ? ['seen titles although there are others'] : []),
    ...(rows.length > mostRows ? ['too many rows'] : []),
    ...(rows.some((row) => row.items.length > mostItems) ? ['a row over the budget'] : []),
    ...(isLast ? [] : fileProblems(rows, mostItems, judged)),
    ...sponsoredProblems(rows, judged),
    ...pinProblems(
      rows,
      unseen.map(([id]) => id),
      judged,
    ),
    ...rows.flatMap((row) =>
      rowProblems(row, {
        firstPosition: 0,
        pageId: page.pageId,
        lines: isLast ? [] : linesOf(judged, row),
        setting: judged,
      }),
    ),
    ...(decodeTracking(page.tracking)?.pageId === page.pageId ? [] : ['tracking of another page']),
  ]
}

/** In the order of the file, each as long as its line says, and for this audience. */
function fileProblems(rows: readonly Row[], mostItems: number, judged: Judged): string[] {
  const specs = servedBy(judged).page.rows
  const problems: string[] = []
  let from = 0
  const isShort: boolean[] = []
  const isLong: boolean[] = []
  for (const row of rows) {
    const at = specs.findIndex((spec, i) => i >= from && isOfLine(spec, row.rowId, row.type))
    const spec = specs[at]
    if (spec === undefined) return [...problems, `row ${row.rowId} is not in the file, or not in its order`]
    from = at
    const most = Math.max(
      ...specs
        .slice(at)
        .filter((one) => isOfLine(one, row.rowId, row.type))
        .map(({ items }) => items),
    )
    if (row.items.length > most) problems.push(`row ${row.rowId} has too many titles`)
    // Several lines may make rows of this id, and nothing says which one has.
    const leasts = specs
      .slice(at)
      .filter((one) => isOfLine(one, row.rowId, row.type))
      .map((one) => Math.min(one.min_items, one.items, mostItems))
    if (spec.type !== 'sponsored') {
      isShort.push(row.items.length < Math.min(...leasts))
      isLong.push(row.items.length >= Math.max(...leasts))
    }
    if (!specs.slice(at).some((one) => isOfLine(one, row.rowId, row.type) && isFor(one, judged)))
      problems.push(`row ${row.rowId} is not for this audience`)
  }
  // Short rows stand only where no row was long enough.
  if (isShort.includes(true) && isLong.includes(true)) problems.push('a row shorter than the file allows')
  return problems
}

/** Whether a line of the file is for whoever asks. */
export function isFor({ audience = 'all', countries }: RowSpec, { question }: Pick<Judged, 'question'>): boolean {
  const { request, settings, unread } = question
  const kids = request.kids === true || settings.kids === true || (unread && request.kids === null)
  const asked = countriesOf(question)
  const isHere = countries === undefined || (asked.length > 0 && asked.every((country) => countries.includes(country)))
  return isHere && (audience === 'all' || (audience === 'kids') === kids)
}

function sponsoredProblems(rows: readonly Row[], judged: Judged): string[] {
  const most = Math.max(
    0,
    ...servedBy(judged).page.rows.flatMap((spec) => (spec.type === 'sponsored' ? [spec.most_per_page] : [])),
  )
  const paid = rows.flatMap(({ items, type }) =>
    items.filter(({ sponsorship }) => type === RowType.ROW_TYPE_SPONSORED || sponsorship !== undefined),
  )
  const unlabelled = paid.filter(({ sponsorship }) => sponsorship === undefined)
  return [
    ...(paid.length > most ? ['too many sponsored titles'] : []),
    ...(unlabelled.length > 0 ? ['a sponsored title without its label'] : []),
    ...(rows.some(({ nextToken, type }) => type === RowType.ROW_TYPE_SPONSORED && nextToken !== '')
      ? ['a sponsored row that goes on']
      : []),
  ]
}

/** Rows that a pin brings no title into. */
const CLOSED = ['SPONSORED', 'FRIENDS', 'MY_LIST', 'CONTINUE_WATCHING', 'WATCH_NEXT']

/** What is pinned to a row of the page stands there; `allowed`: ids of what may be shown to this viewer. */
function pinProblems(rows: readonly Row[], allowed: readonly string[], judged: Judged): string[] {
  const { pins } = judged.request.wishes
  const wholeIds = pins.map(({ itemId }) => wholeIdOf(itemId, judged))
  const lost = pins.filter(({ rowId, position }, at) => {
    const id = wholeIds[at] ?? ''
    const row = rows.find((one) => one.rowId === rowId)
    if (row === undefined || CLOSED.includes(nameOf(row.type)) || position >= row.items.length) return false
    // A title that is pinned twice stands where one of the two says.
    const isAlone = wholeIds.indexOf(id) === wholeIds.lastIndexOf(id)
    return isAlone && allowed.includes(id) && !row.items.some(({ itemId }) => itemId === id)
  })
  const strange = rows
    .filter(({ type }) => CLOSED.includes(nameOf(type)))
    .flatMap(({ items }) =>
      items.filter(({ reasons }) => reasons.some(({ type }) => type === ReasonType.REASON_TYPE_PINNED)),
    )
  return [
    ...lost.map(({ itemId, rowId }) => `${itemId} is not in ${rowId ?? ''}, where it is pinned`),
    ...strange.map(({ itemId }) => `${itemId} is pinned into a row of others' doings`),
  ]
}

export interface RowQuestion {
  readonly firstPosition: number
  readonly pageId: string
  /** Those that the row may come from; none: it stands in for a page. */
  readonly lines: readonly RowSpec[]
  readonly setting: Judged
}

export function rowProblems(row: Row, { firstPosition, pageId, lines, setting }: RowQuestion): string[] {
  const pinned = setting.request.wishes.pins.map(({ itemId }) => wholeIdOf(itemId, setting))
  const scores = row.items.map(({ score }) => score)
  const filled = row.fill.reduce((sum, { items }) => sum + items, 0)
  return [
    ...(row.rowId.length <= 256 ? [] : ['an id that events cannot carry']),
    ...(filled === row.items.length ? [] : ['steps that do not add up']),
    ...(firstPosition > 0 ||
    lines.length === 0 ||
    lines.some(({ title }) => (title === undefined) === (row.title?.template !== 'mine'))
      ? []
      : ['a title of its own that the file does not give, or not the one that it gives']),
    ...(scores.every((score, at) => score > 0 && score <= (scores[at - 1] ?? Infinity))
      ? []
      : [`scores ${String(scores)}`]),
    ...(nameOf(row.type) === 'BECAUSE_YOU_WATCHED' && setting.question.dismissed.includes(row.aboutItemId)
      ? [`is about ${row.aboutItemId}, which is not interesting`]
      : []),
    ...(mayBeAbout(row, setting)
      ? []
      : [`names a title that this audience should not read of: ${row.title?.text ?? ''}`]),
    ...row.items.flatMap((item, at) => {
      const { itemId } = item
      const document = setting.items.get(itemId)
      const forbidden =
        document === undefined
          ? ['unknown']
          : forbiddenBy(itemId, document, setting.question).filter((rule) => !waived(row).includes(rule))
      const isFiltered =
        document !== undefined &&
        lines.length > 0 &&
        !pinned.includes(itemId) &&
        lines.every(({ filter }) => FILTERS.some(({ text, holds }) => text === filter && !holds(document)))
      const wrong =
        lines.length === 0
          ? untruths(item, null, setting)
          : lines
              .map((spec) => untruths(item, spec, setting))
              .reduce((least, one) => (one.length < least.length ? one : least))
      return [
        ...forbidden.map((rule) => `${itemId} in ${row.rowId}, ${nameOf(row.type)}: ${rule}`),
        ...(isFiltered ? [`${itemId} in ${row.rowId}, ${nameOf(row.type)}: the row's filter`] : []),
        ...wrong.map((what) => `${itemId} in ${row.rowId}, ${nameOf(row.type)}: ${what}`),
        ...trackingProblems(row, at, firstPosition, pageId),
      ]
    }),
  ]
}

/** Neither the title of a row nor what it is about names what is too old for this audience. */
function mayBeAbout({ aboutItemId, title }: Row, { items, question }: Judged): boolean {
  const named = [...items].filter(([id, item]) => id === aboutItemId || item.title === title?.parameters['title'])
  return named.every(([, item]) => mayBeRead(item, question))
}

function trackingProblems(row: Row, at: number, firstPosition: number, pageId: string): string[] {
  const item = row.items[at]
  const said = item === undefined ? null : decodeTracking(item.tracking)
  if (item === undefined || said === null) return ['no tracking value']
  const isRight =
    said.pageId === pageId &&
    said.rowId === row.rowId &&
    said.rowType === (row.type as number) &&
    said.position === firstPosition + at &&
    said.reasonType === (item.reasons[0]?.type as number | undefined) &&
    said.item.toString('hex') === itemHash(item.itemId)
  const isProbability = said.propensity > 0 && said.propensity <= 1
  return [
    ...(isRight ? [] : [`tracking of ${item.itemId}`]),
    ...(isProbability ? [] : [`propensity ${said.propensity}`]),
  ]
}
