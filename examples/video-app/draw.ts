/** Draws a page as lines of text: a title per row, its items as boxes side by side. Pure, so that it can be tested. */
import { ReasonType } from '@upnext/contracts'
import type { Row, RowItem } from '@upnext/contracts'
import { badgeText, reasonText, titleText } from './words.ts'
import type { Language } from './words.ts'

export interface Screen {
  /** Letters in a line. */
  readonly columns: number
  /** Plain ASCII without colours where false. */
  readonly fancy: boolean
  readonly language: Language
  readonly nowMs: number
}

export interface Focus {
  readonly row: number
  readonly item: number
}

const BOX = 22
const DAY_MS = 86_400_000

/** How many boxes fit side by side. */
export function boxesIn(columns: number): number {
  return Math.max(1, Math.floor((columns + 1) / (BOX + 1)))
}

/** Items of each row that are on screen: what an impression may say was shown. */
export function onScreen(row: Row, screen: Screen): RowItem[] {
  return row.items.slice(0, boxesIn(screen.columns))
}

export function drawPage(rows: readonly Row[], focus: Focus | null, screen: Screen): string[] {
  if (rows.length === 0) return ['Nothing may be shown here.']
  return rows.flatMap((row, at) => [...drawRow(row, at, focus?.row === at ? focus.item : null, screen), ''])
}

function drawRow(row: Row, at: number, focused: number | null, screen: Screen): string[] {
  const items = onScreen(row, screen)
  const more = row.items.length > items.length || row.nextToken !== '' ? ' >' : ''
  const boxes = items.map((item, index) => drawBox(item, index, index === focused, screen))
  const height = boxes[0]?.length ?? 0
  const lines = Array.from({ length: height }, (_, line) => boxes.map((box) => box[line] ?? '').join(' '))
  const item = focused === null ? undefined : items[focused]
  const why = item?.reasons.map((reason) => reasonText(reason, screen.language)).filter((text) => text !== '') ?? []
  const title = fitted(`${at + 1}  ${titleText(row.title, screen.language)}${more}`, screen.columns, screen).trimEnd()
  return [
    bold(title, screen),
    ...lines,
    ...(why.length === 0 ? [] : [fitted(`   ${why.slice(0, 2).join('; ')}`, screen.columns, screen).trimEnd()]),
  ]
}

function drawBox(item: RowItem, index: number, focused: boolean, screen: Screen): string[] {
  const { across, down, corners } = frameOf(focused, screen)
  const inside = (text: string): string => `${down}${fitted(` ${text}`, BOX - 2, screen)}${down}`
  const year = item.year === undefined ? '' : ` ${item.year}`
  return [
    `${corners[0]}${across.repeat(BOX - 2)}${corners[1]}`,
    inside(`${index + 1} ${item.title}`),
    inside(`${badgesOf(item, screen).join(' ')}${year}`.trim()),
    inside(resumeBar(item, screen)),
    `${corners[2]}${across.repeat(BOX - 2)}${corners[3]}`,
  ]
}

/** What stands on an item, most binding first: who paid for a place has to be said. */
export function badgesOf(item: RowItem, { language, nowMs }: Pick<Screen, 'language' | 'nowMs'>): string[] {
  const { playback } = item
  const because = (type: ReasonType) => item.reasons.find((reason) => reason.type === type)
  const leaves = because(ReasonType.REASON_TYPE_LEAVING_SOON)
  const days = leaves === undefined ? 0 : Math.floor((leaves.atMs - nowMs) / DAY_MS)
  return [
    ...(item.sponsorship === undefined ? [] : [badgeText('sponsored', language)]),
    ...(playback?.episodeNumber === undefined ? [] : [`S${playback.seasonNumber ?? 1}E${playback.episodeNumber}`]),
    ...(leaves === undefined ? [] : [badgeText(days < 1 ? 'today' : 'days', language, days)]),
    ...(because(ReasonType.REASON_TYPE_NEW) === undefined ? [] : [badgeText('new', language)]),
    ...(because(ReasonType.REASON_TYPE_FOR_SALE) === undefined ? [] : [badgeText('sale', language)]),
  ]
}

/** How far the viewer is; nothing where it starts at the beginning, or its length is unknown. */
function resumeBar({ playback }: RowItem, screen: Screen): string {
  if (playback === undefined || playback.positionS === 0 || playback.durationS === 0) return ''
  const length = BOX - 4
  const done = Math.min(length, Math.round((playback.positionS / playback.durationS) * length))
  const [full, empty] = screen.fancy ? ['━', '─'] : ['=', '-']
  return full.repeat(done) + empty.repeat(length - done)
}

function frameOf(focused: boolean, { fancy }: Screen) {
  if (!fancy) return { across: focused ? '=' : '-', down: focused ? '#' : '|', corners: '++++' }
  return focused ? { across: '━', down: '┃', corners: '┏┓┗┛' } : { across: '─', down: '│', corners: '┌┐└┘' }
}

/** Exactly `width` letters. Letters that a plain terminal cannot show become `?`. */
function fitted(text: string, width: number, { fancy }: Screen): string {
  const plain = fancy
    ? text
    : text
        .normalize('NFKD')
        .replaceAll(/\p{M}/gu, '')
        .replaceAll(/[^\x20-\x7e]/gu, '?')
  const letters = Array.from(plain.replaceAll(/\p{Cc}/gu, ' '))
  if (letters.length <= width) return letters.join('') + ' '.repeat(width - letters.length)
  return letters.slice(0, width - 1).join('') + (fancy ? '…' : '~')
}

function bold(text: string, { fancy }: Screen): string {
  return fancy ? `\u001b[1m${text}\u001b[22m` : text
}
