/** What is to be replayed: from the flags, or from the manifest of an earlier replay. */
import { viewerKey } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import { parseBoundary } from '@upnext/history'
import type { Boundary } from '@upnext/history'
import { usageError } from '../errors.ts'
import type { Terminal } from '../terminal.ts'
import { checkKind } from './filter.ts'
import type { FilterSpec } from './filter.ts'
import type { ReplayFlags } from './flags.ts'
import { ROLE_WORDS, findTopic } from './known-topic.ts'
import type { KnownTopic, RoleWord } from './known-topic.ts'
import { readManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { readViewerSecret } from '../stores/viewer-secret.ts'

export interface Wanted {
  readonly source: KnownTopic
  readonly from: Boundary
  readonly until: Boundary
  readonly filters: FilterSpec
  /** What the same replay wrote before; `null`: there is nothing to compare with. */
  readonly before: Manifest | null
}

export interface Surroundings {
  readonly topics: Topics
  readonly namespace: string
  readonly dataFolder: string
  readonly terminal: Terminal
}

export async function wantedOf(flags: ReplayFlags, around: Surroundings): Promise<Wanted> {
  if (flags.manifestFrom !== undefined) return fromManifest(await readManifest(flags.manifestFrom), around.topics)
  const source = findTopic(flags.topic ?? '', around.topics, flags.like)
  return {
    source,
    from: boundaryOf(flags.from ?? 'beginning'),
    until: boundaryOf(flags.until ?? 'end'),
    filters: {
      viewerKey: flags.viewer === undefined ? null : await keyOf(flags.viewer, around),
      kind: flags.kind === undefined ? null : checkKind(flags.kind, source.role),
      item: flags.item ?? null,
    },
    before: null,
  }
}

function fromManifest(before: Manifest, topics: Topics): Wanted {
  const { partitions, filters } = before
  const source = findTopic(before.topic, topics, before.holds)
  if (source.spec.partitions !== partitions.length) {
    throw usageError(
      `--manifest-from: it is of ${partitions.length} partitions, ${before.topic} has ${source.spec.partitions}`,
    )
  }
  const offsets = (of: 'start' | 'end'): Boundary => ({
    kind: 'offsets',
    offsets: new Map(partitions.map((partition, number) => [number, partition[of]])),
  })
  return {
    source,
    from: offsets('start'),
    until: offsets('end'),
    filters: { viewerKey: filters.viewer_key, kind: filters.kind, item: filters.item },
    before,
  }
}

/** The word for what the source's records are. */
export function roleWordOf({ role }: KnownTopic): RoleWord {
  const words = Object.keys(ROLE_WORDS) as RoleWord[]
  return words.find((word) => ROLE_WORDS[word] === role) ?? 'viewer-events'
}

async function keyOf(viewer: string, { namespace, dataFolder, terminal }: Surroundings): Promise<string> {
  return viewerKey({ secret: await readViewerSecret(terminal.env, dataFolder), namespace }, viewer)
}

function boundaryOf(text: string): Boundary {
  const boundary = parseBoundary(text)
  if (boundary === null) throw usageError(`"${text}" is no place in a topic`)
  return boundary
}
