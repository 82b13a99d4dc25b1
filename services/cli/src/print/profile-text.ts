/** A profile for people: the newest titles as a table, the rest in a line each. */
import type { GetProfileResponse, ItemRef, Profile, RecentTitle, Watched } from '@upnext/contracts'
import { formatPosition } from '../clients/position-text.ts'
import type { Terminal } from '../terminal.ts'
import { formatTable } from './table.ts'

const MOST_TITLES = 20

export function printProfile(answer: GetProfileResponse, terminal: Terminal): void {
  if (answer.profile === undefined) {
    terminal.out('Nothing is kept of this viewer.')
    return
  }
  const columns = [{ title: 'title', width: 50 }, { title: 'watched' }, { title: 'rated' }, { title: 'last' }]
  terminal.out(formatTable(columns, answer.profile.recent.slice(0, MOST_TITLES).map(titleCells)))
  terminal.out('')
  for (const line of sectionLines(answer.profile)) terminal.out(line)
  const position = answer.position === undefined ? 'nowhere' : formatPosition(answer.position)
  terminal.out(`${String(answer.bytes)} bytes, generation ${String(answer.generation)}, up to ${position}`)
}

function titleCells(title: RecentTitle): string[] {
  const atMs = Math.max(title.sessions[0]?.sessionStartedAtMs ?? 0, title.rated?.atMs ?? 0)
  return [nameOf(title.item), watchedText(title), ratedText(title), new Date(atMs).toISOString().slice(0, 16)]
}

/** Session by session, newest first. */
function watchedText({ sessions }: RecentTitle): string {
  return sessions.map(reachedText).join(', ')
}

function reachedText({ positionS, durationS }: Watched): string {
  if (durationS === 0) return `${String(positionS)} s`
  return `${String(Math.min(100, Math.round((100 * positionS) / durationS)))} %`
}

function ratedText({ rated }: RecentTitle): string {
  if (rated?.value === undefined) return ''
  return rated.value.$case === 'stars'
    ? `${String(rated.value.value)} stars`
    : rated.value.value
      ? 'thumb up'
      : 'thumb down'
}

function sectionLines(profile: Profile): string[] {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['on the list', profile.list.filter((entry) => entry.listed?.on === true).map((entry) => nameOf(entry.item))],
    [
      'dismissed',
      profile.dismissed.filter((entry) => entry.notInterested?.on === true).map((entry) => nameOf(entry.item)),
    ],
    ['owned', profile.transactions.map((entry) => nameOf(entry.item))],
  ]
  const told = sections.filter(([, names]) => names.length > 0)
  return [`seen: ${String(profile.seen.length)} titles`, ...told.map(([what, names]) => `${what}: ${names.join(', ')}`)]
}

function nameOf(item: ItemRef | undefined): string {
  if (item === undefined) return ''
  return item.title !== '' ? item.title : item.itemId !== '' ? item.itemId : item.itemHash
}
