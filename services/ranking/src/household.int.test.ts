/** Two viewers of one account, a parent and a child, on both families of backends: what one does never shows in the other's rows. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, kafkaConnection, openBackends } from '@upnext/backends'
import type { BackendConfig } from '@upnext/backends'
import { DismissScope, ListAction, Settings, accountKey, viewerKey } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { systemClock, viewerPartition } from '@upnext/ports'
import { SERVING_CAPS, emptyProfile, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import {
  TEST_KEYS,
  aWatch,
  anEvent,
  anItem,
  randomNamespace,
  tempFolder,
  testKafka,
  testRedis,
  waitUntil,
} from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import { createGenerationPointer } from './facts/generation-pointer.ts'
import { readFriends } from './facts/friends.ts'
import { readProfile } from './facts/read-profile.ts'
import { continueWatching } from './rows/kinds/continue-watching.ts'
import { friends as friendsRow } from './rows/kinds/friends.ts'
import { myList } from './rows/kinds/my-list.ts'
import { watchAgain } from './rows/kinds/watch-again.ts'
import { watchNext } from './rows/kinds/watch-next.ts'
import { aModel } from './testing/a-model.ts'
import { aSpec } from './testing/a-row-world.ts'
import { aViewerContext } from './testing/a-viewer-context.ts'
import { aRunningRanking } from './testing/a-running-ranking.ts'
import { familyConfig } from './testing/family-config.ts'
import { aSeries, daysAgo } from './testing/some-titles.ts'

const FAMILIES: readonly BackendConfig['UPNEXT_BACKEND'][] = ['embedded', 'kafka-redis']
const SUITABLE = { madeForKids: true, maturityAge: 0 }
/** Every one of them suitable for children: only whose doings they are keeps them apart. */
const ITEMS = [
  ...['heat', 'ronin', 'up', 'toys', 'casino', 'alien'].map((itemId) => anItem({ itemId })),
  ...aSeries('show', 3),
].map((item) => ({ ...item, ...SUITABLE }))

let folder: TempFolder

beforeEach(async () => {
  folder = await tempFolder()
})
afterEach(() => folder.remove())

async function openFamily(family: BackendConfig['UPNEXT_BACKEND']) {
  const servers = family === 'embedded' ? null : { kafka: testKafka(), redis: testRedis() }
  const { config, topics } = familyConfig({ namespace: randomNamespace(), folder: folder.path, servers })
  const all = Object.values(topics)
  if (servers !== null) await ensureKafkaTopics({ ...kafkaConnection(config, 'test'), topics: all })
  return { backends: await openBackends({ config, topics: all, clientId: 'test' }), topics }
}

const PARENT = 'parent'
/** In the parent's partition: as near to each other in the store as two viewers can be. */
const CHILD = neighbourOf(PARENT)

function neighbourOf(name: string): string {
  const partition = viewerPartition(viewerKey(TEST_KEYS, name))
  for (let i = 0; ; i++) if (viewerPartition(viewerKey(TEST_KEYS, `child-${i}`)) === partition) return `child-${i}`
}

function event(viewerId: string, kind: ViewerEvent['kind'], days = 1): ViewerEvent {
  const account = accountKey(TEST_KEYS, 'household')
  return anEvent({ viewer: viewerKey(TEST_KEYS, viewerId), account, occurredAtMs: daysAgo(days), kind })
}

function watch(viewerId: string, itemId: string, share: number, parts: { episodeId?: string; days?: number } = {}) {
  const { days = 1, episodeId = '' } = parts
  const session = { sessionId: `${itemId}-${days}`, sessionStartedAtMs: daysAgo(days) }
  return event(viewerId, aWatch({ itemId, episodeId, positionS: 5400 * share, ...session }), days)
}

const EVENTS: readonly ViewerEvent[] = [
  watch(PARENT, 'heat', 0.5),
  watch(PARENT, 'casino', 1, { days: 60 }),
  watch(PARENT, 'show', 1, { episodeId: 'show-1' }),
  event(PARENT, { $case: 'list', value: { itemId: 'alien', action: ListAction.LIST_ACTION_ADD } }),
  event(PARENT, { $case: 'settings', value: Settings.fromPartial({ shareWatching: true }) }),
  event(CHILD, { $case: 'settings', value: Settings.fromPartial({ kids: true }) }),
  watch(CHILD, 'up', 0.4),
  // The child's own doings with a title of the parent's: they take nothing from the parent.
  event(CHILD, {
    $case: 'dismiss',
    value: { itemId: 'heat', scope: DismissScope.DISMISS_SCOPE_CONTINUE_WATCHING, undo: false },
  }),
]

/** As `feature` does it: each event goes to the profile of its viewer, and the account plays no part. */
function profileOf(viewerId: string): Profile {
  const key = viewerKey(TEST_KEYS, viewerId)
  return EVENTS.filter(({ viewer }) => viewer === key).reduce(
    (profile, each) => fold(profile, each, SERVING_CAPS).profile,
    emptyProfile(),
  )
}

describe.each(FAMILIES)('a household on %s', (family) => {
  it('keeps what a parent does out of a child’s rows, and the other way round', async () => {
    const { backends, topics } = await openFamily(family)
    const { profiles } = backends
    const app = await aRunningRanking({ ...backends, topics, keys: TEST_KEYS })
    try {
      await app.addItems(...ITEMS)
      await app.publish('m1', aModel({ heat: [['ronin', 1]], casino: [['ronin', 1]], up: [['toys', 1]] }, { alien: 1 }))
      await app.start()
      await waitUntil(() => app.ranking.ready().ready, { message: 'ranking did not get ready' })
      for (const viewerId of [PARENT, CHILD]) await app.addProfile(viewerId, profileOf(viewerId))

      const generations = createGenerationPointer(profiles)
      const options = { profiles, generations, clock: systemClock, budgetMs: 5000 }
      const rowsOf = async (viewerId: string) => {
        const key = viewerKey(TEST_KEYS, viewerId)
        const reading = await readProfile(options, { key, after: null, deadlineMs: null, isGone: () => false })
        const profile = reading.kind === 'read' ? reading.profile : null
        const { friends } = await readFriends(options, { key, profile, deadlineMs: null })
        const context = aViewerContext({ items: ITEMS, profile, friends })
        const drafts = [
          ...continueWatching(aSpec('continue_watching'), context),
          ...watchNext(aSpec('watch_next'), context),
          ...watchAgain(aSpec('watch_again'), context),
          ...myList(aSpec('my_list'), context),
          ...friendsRow(aSpec('friends'), context),
        ]
        return drafts.map(({ rowId, candidates }) => [rowId, ...candidates.map(({ title }) => title.itemId).sort()])
      }
      expect(await rowsOf(CHILD)).toEqual([['continue-watching', 'up']])
      expect(await rowsOf(PARENT)).toEqual([
        ['continue-watching', 'heat', 'show'],
        ['watch-next', 'show'],
        ['watch-again', 'casino'],
        ['my-list', 'alien'],
      ])

      const named = async (viewerId: string) => {
        const { row } = await app.next({ audience: { $case: 'viewerId', value: viewerId } })
        const reasons = row?.items.flatMap((item) => item.reasons.map(({ itemId }) => itemId)) ?? []
        return [...new Set(reasons.filter((id) => id !== ''))].sort()
      }
      expect(await named(CHILD)).toEqual(['up'])
      expect(await named(PARENT)).toEqual(['casino', 'heat'])
    } finally {
      await app.close()
      await backends.close()
    }
  }, 120_000)
})
