/**
 * How a title of `recent` is packed: flags with the rating, then the sessions, newest first. Nearly all titles have one session,
 * so that what older ones need stands with them: how far they lie behind the session before, and what differs from it.
 */
import { itemHashFromBytes, itemHashToBytes } from '@upnext/contracts'
import { compareSession, recentFields } from '../fold/recent-shape.ts'
import { GREATEST_RATING_CODE } from '../rating.ts'
import type { RecentTitle, Watched } from '../types.ts'
import { badFlags, itemKey } from './entries.ts'
import type { EntryCodec } from './entries.ts'
import { ProfileCorruptError } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

const WATCHED = 1
const MORE_SESSIONS = 2
const EPISODE = 4
const RATING_IS_NEWER = 8

/** Flags of an older session. */
const MORE = 1
const OWN_DURATION = 2
const OWN_EPISODE = 4
/** The session before has an episode, this one has none. */
const NO_EPISODE = 8

/** The high four bits of the flags are the rating's code; 0: not rated. */
export const recentCodec: EntryCodec<RecentTitle> = {
  fields: recentFields,
  key: itemKey,
  write(writer, { sessions, rated }, newestMs) {
    const [newest, ...older] = sessions
    const ratedIsNewer = rated !== null && (newest === undefined || rated.atMs > newest.atMs)
    const head = bit(newest !== undefined, WATCHED) | bit(older.length > 0, MORE_SESSIONS)
    const tail = bit(newest !== undefined && newest.episode !== '', EPISODE) | bit(ratedIsNewer, RATING_IS_NEWER)
    writer.byte(head | tail | ((rated?.code ?? 0) << 4))
    if (newest === undefined) return
    if (rated !== null) writer.unsigned(newestMs - (ratedIsNewer ? newest.atMs : rated.atMs))
    writeNewest(writer, newest)
    older.forEach((session, i) => writeOlder(writer, session, older[i - 1] ?? newest, i + 1 < older.length))
  },
  read(reader, key, newestMs) {
    const flags = reader.byte()
    const code = flags >> 4
    const ratedIsNewer = (flags & RATING_IS_NEWER) !== 0
    if (code > GREATEST_RATING_CODE || (ratedIsNewer && code === 0)) throw badFlags(flags)
    if ((flags & WATCHED) === 0) {
      if ((flags & 15) !== RATING_IS_NEWER) throw badFlags(flags)
      return { key, sessions: [], rated: { atMs: newestMs, code } }
    }
    const olderMs = code > 0 ? newestMs - reader.unsigned() : newestMs
    if (ratedIsNewer && olderMs === newestMs) throw badFlags(flags)
    const newest = readNewest(reader, ratedIsNewer ? olderMs : newestMs, (flags & EPISODE) !== 0)
    const sessions = flags & MORE_SESSIONS ? [newest, ...readOlder(reader, newest)] : [newest]
    return { key, sessions, rated: code > 0 ? { atMs: ratedIsNewer ? newestMs : olderMs, code } : null }
  },
}

function writeNewest(writer: Writer, session: Watched): void {
  writer.byte(session.session)
  if (session.episode !== '') writer.bytes(itemHashToBytes(session.episode))
  writer.unsigned(session.positionS)
  writer.unsigned(session.durationS)
}

function readNewest(reader: Reader, atMs: number, hasEpisode: boolean): Watched {
  const session = reader.byte()
  const episode = hasEpisode ? itemHashFromBytes(reader.bytes(8)) : ''
  return { atMs, session, episode, positionS: reader.unsigned(), durationS: reader.unsigned() }
}

function writeOlder(writer: Writer, session: Watched, before: Watched, more: boolean): void {
  const ownEpisode = session.episode !== '' && session.episode !== before.episode
  const noEpisode = session.episode === '' && before.episode !== ''
  const ownDuration = session.durationS !== before.durationS
  const episode = bit(ownEpisode, OWN_EPISODE) | bit(noEpisode, NO_EPISODE)
  writer.byte(bit(more, MORE) | bit(ownDuration, OWN_DURATION) | episode)
  writer.unsigned(before.atMs - session.atMs)
  writer.byte(session.session)
  if (session.episode !== '' && ownEpisode) writer.bytes(itemHashToBytes(session.episode))
  writer.unsigned(session.positionS)
  if (ownDuration) writer.unsigned(session.durationS)
}

function readOlder(reader: Reader, newest: Watched): Watched[] {
  const sessions: Watched[] = []
  let before = newest
  for (;;) {
    const flags = reader.byte()
    if (flags > 15 || (flags & NO_EPISODE && flags & OWN_EPISODE)) throw badFlags(flags)
    const session = readBehind(reader, before, flags)
    if (compareSession(session, before) >= 0) throw new ProfileCorruptError('sessions are out of order')
    sessions.push(session)
    if ((flags & MORE) === 0) return sessions
    before = session
  }
}

function readBehind(reader: Reader, before: Watched, flags: number): Watched {
  const atMs = before.atMs - reader.unsigned()
  const session = reader.byte()
  const own = flags & OWN_EPISODE ? itemHashFromBytes(reader.bytes(8)) : ''
  const episode = flags & (OWN_EPISODE | NO_EPISODE) ? own : before.episode
  const positionS = reader.unsigned()
  const durationS = flags & OWN_DURATION ? reader.unsigned() : before.durationS
  const saysTheSame =
    (flags & (OWN_EPISODE | NO_EPISODE) && episode === before.episode) ||
    (flags & OWN_DURATION && durationS === before.durationS)
  if (saysTheSame) throw new ProfileCorruptError('a session repeats what stands in the one before it')
  return { atMs, session, episode, positionS, durationS }
}

function bit(present: boolean, value: number): number {
  return present ? value : 0
}
