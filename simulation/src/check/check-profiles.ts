/** The promises, looked at when everything is calm. The numbers are those of the invariants in the design's reliability notes. */
import { DeadLetter } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import type { Stage } from '../stories/stage.ts'
import { TOPICS } from '../world/world.ts'
import type { World } from '../world/world.ts'
import { referenceModule } from '../crash/fold-seam.ts'
import { eventIn, hex, referenceProfiles } from './reference.ts'

/** What is wrong, in words; nothing where all is well. */
export async function findViolations(world: World, stage: Stage): Promise<string[]> {
  const { events, poison } = contentOf(world)
  const expected = referenceProfiles(referenceModule(), events)
  const found = [...checkAnswers(stage, events), ...checkDeadLetters(world, poison)]
  for (const group of stage.groups) found.push(...(await checkGeneration(world, group.number, expected)))
  return found
}

interface Poison {
  readonly partition: number
  readonly offset: number
  readonly value: string
}

function contentOf(world: World): { readonly events: ViewerEvent[]; readonly poison: Poison[] } {
  const events: ViewerEvent[] = []
  const poison: Poison[] = []
  for (const { partition, ...record } of world.log.recordsOf(TOPICS.viewerEvents.name)) {
    const event = eventIn(record, partition)
    if (event === null) poison.push({ partition, offset: record.offset, value: hex(record.value) })
    else events.push(event)
  }
  return { events, poison }
}

/** I1, the half before the log: what was acknowledged is there. I3: what was refused is not. */
function checkAnswers({ history, requests }: Stage, events: readonly ViewerEvent[]): string[] {
  const logged = new Set(events.map(({ eventId }) => eventId))
  const sent = new Set(requests.flatMap((request) => request.events.map(({ id }) => id)))
  const invalid = requests.flatMap((request) => request.events.flatMap(({ id, valid }) => (valid ? [] : [id])))
  return [
    ...[...history.acked]
      .filter((id) => !logged.has(id))
      .map((id) => `event ${id} was acknowledged and is not in the log`),
    ...[...history.rejected, ...invalid]
      .filter((id) => logged.has(id))
      .map((id) => `refused event ${id} is in the log`),
    ...[...logged].filter((id) => !sent.has(id)).map((id) => `event ${id} is in the log, and nobody sent it`),
  ]
}

/** Every poison record at least once, with its bytes, and nothing else. */
function checkDeadLetters(world: World, poison: readonly Poison[]): string[] {
  const name = ({ partition, offset, value }: Poison): string => `${partition}/${offset} ${value}`
  const letters = new Set(
    world.log.recordsOf(TOPICS.deadLetters.name).map(({ value }) => {
      const letter = DeadLetter.decode(value)
      return name({ partition: letter.partition, offset: letter.offset, value: hex(letter.value) })
    }),
  )
  const wanted = new Set(poison.map(name))
  return [
    ...[...wanted].filter((one) => !letters.has(one)).map((one) => `record ${one} was lost: it is no dead letter`),
    ...[...letters].filter((one) => !wanted.has(one)).map((one) => `record ${one} is a dead letter and can be folded`),
  ]
}

/** I1, I2 and I5: every generation holds the fold over the distinct events of the log, byte for byte, and no other profile. */
async function checkGeneration(
  world: World,
  generation: number,
  expected: ReadonlyMap<string, string>,
): Promise<string[]> {
  const stored = new Map<string, string>()
  for (const partition of world.cast.partitions)
    for await (const { key, bytes } of world.store.scan(generation, partition)) stored.set(key, hex(bytes))
  return [...new Set([...expected.keys(), ...stored.keys()])]
    .filter((viewer) => stored.get(viewer) !== expected.get(viewer))
    .map((viewer) => `generation ${generation}: the profile of ${viewer} is not that of the viewer's events`)
}
