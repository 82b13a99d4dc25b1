/** The feature services that build one generation, as the world sees them: members of a group, each with a reader. */
import { startFeature } from '../processes/feature-process.ts'
import { divide, handOut } from './group.ts'
import type { Advisory, Member } from './group.ts'
import { TOPICS } from './world.ts'
import type { World } from './world.ts'

export interface GenerationGroup {
  readonly number: number
  /** Members that are neither dead nor given up. */
  readonly size: number
  /** Starts another member, and divides the partitions anew. */
  join(): Promise<void>
  divide(): void
  /** Hands some member a batch, of a partition that has something. */
  deliver(): Promise<void>
  /** Hands out what there is, with members enough. */
  deliverAll(): Promise<void>
  rewind(): void
  /** Whether the store has everything that the log has. */
  caughtUp(): Promise<boolean>
  positions(): Promise<number[]>
}

const EVENTS = TOPICS.viewerEvents.name

export function createGeneration(world: World, number: number): GenerationGroup {
  const { random, cast, log, clock, profiles, store } = world
  const members: Member[] = []
  const advisory: Advisory = new Map()

  const present = (): Member[] => members.filter(({ life }) => life.alive && !life.stalled)

  const share = (): void => {
    const here = present()
    if (here.length === 0) return
    // Whoever hangs is never told. Sometimes nor is somebody who is only slow.
    const slow = random.next() < 0.3
    const unaware = ({ life }: Member): boolean => life.stalled || slow
    divide(here, () => random.pick(here), { partitions: cast.partitions, unaware })
  }

  const join = async (): Promise<void> => {
    const life = world.birth(`feature g${number}`)
    await world.turn(life, () =>
      startFeature({
        life,
        log,
        profiles,
        clock,
        generation: number,
        join: (reader) => members.push({ life, reader, held: new Map() }),
      }),
    )
    share()
  }

  /** The others take over what the dead and the given up held. */
  const replace = async (): Promise<void> => {
    const here = present()
    if (here.length === 0) return join()
    const held = new Set(here.flatMap((member) => [...member.held.keys()]))
    if (held.size < cast.partitions.length) share()
  }

  const positions = async (): Promise<number[]> =>
    Promise.all(cast.partitions.map(async (partition) => (await store.read(number, partition, [])).position))

  const deliver = async (): Promise<void> => {
    await replace()
    const hands = present().flatMap((member) =>
      [...member.held].flatMap(([partition, next]) =>
        (next ?? 0) < world.recordsOf(partition).length ? [{ member, partition }] : [],
      ),
    )
    if (hands.length === 0) return
    const hand = random.pick(hands)
    const size = random.next() < 0.5 ? 500 : random.int(1, 4)
    const records = world.recordsOf(hand.partition)
    await world.turn(hand.member.life, () => handOut(hand, records, advisory, EVENTS, size))
  }

  return {
    number,
    get size() {
      return present().length
    },
    join,
    divide: share,
    deliver,
    async deliverAll() {
      for (let i = 0; i < 2 * cast.partitions.length; i += 1) await deliver()
      // Whoever believes to be at the end while the store is not has missed that it went back: the next hand-over tells.
      if (!(await this.caughtUp())) share()
    },
    rewind() {
      for (const { held } of present())
        for (const [partition, next] of held) if (next !== null) held.set(partition, random.int(0, next + 1))
    },
    async caughtUp() {
      const reached = await positions()
      return cast.partitions.every((partition, i) => reached[i] === world.recordsOf(partition).length)
    },
    positions,
  }
}
