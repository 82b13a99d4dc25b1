/** Topics by the words that people use for them. */
import { topicsOf } from '@upnext/contracts'
import type { TopicRole, Topics } from '@upnext/contracts'
import type { TopicSpec } from '@upnext/ports'
import { usageError } from '../errors.ts'

export interface KnownTopic {
  readonly spec: TopicSpec
  /** What its records are. */
  readonly role: TopicRole
}

export const ROLE_WORDS = {
  'viewer-events': 'viewerEvents',
  catalog: 'catalog',
  'model-updates': 'modelUpdates',
  'rejected-events': 'rejectedEvents',
  'dead-letters': 'deadLetters',
} as const satisfies Record<string, TopicRole>

export type RoleWord = keyof typeof ROLE_WORDS

const WORDS = Object.keys(ROLE_WORDS).join(', ')
/** What Kafka allows. */
const NAME = /^[A-Za-z0-9._-]{1,249}$/

/**
 * The topic that a role or a full name means. One of another namespace is known by how its name ends; any other says with `like` what
 * its records are.
 */
export function findTopic(name: string, topics: Topics, like?: RoleWord): KnownTopic {
  if (isRoleWord(name)) return { spec: topics[ROLE_WORDS[name]], role: ROLE_WORDS[name] }
  const role = like === undefined ? roleByName(name) : ROLE_WORDS[like]
  if (role === undefined)
    throw usageError(`--topic: "${name}" is none of ${WORDS}`, 'say with --like what its records are')
  return { spec: { ...topics[role], name: checkName('--topic', name) }, role }
}

/** Where records go: a topic of the source's partitions, so that each record stands in the same one. */
export function findTarget(name: string, source: KnownTopic, topics: Topics): TopicSpec {
  const own = Object.values(topics).some((topic) => topic.name === name)
  if (own || isRoleWord(name) || name === source.spec.name) {
    throw usageError(
      `--to-topic: ${name} is read by the services already: what is in it again would be told twice`,
      'name a topic of another namespace, or one of its own; for dead letters see: upnext dead-letters retry',
    )
  }
  const role = roleByName(name)
  if (role !== undefined && role !== source.role) {
    throw usageError(`--to-topic: ${name} holds other records than ${source.spec.name}`)
  }
  return { ...source.spec, name: checkName('--to-topic', name) }
}

function roleByName(name: string): TopicRole | undefined {
  const plain = topicsOf('')
  return Object.values(ROLE_WORDS).find((role) => name === plain[role].name || name.endsWith(`.${plain[role].name}`))
}

function isRoleWord(name: string): name is RoleWord {
  return Object.hasOwn(ROLE_WORDS, name)
}

function checkName(flag: string, name: string): string {
  if (NAME.test(name)) return name
  throw usageError(`${flag}: "${name}" cannot name a topic`, 'use letters, digits, ".", "_" and "-"')
}
