/** Where Redis is, as UPNEXT_REDIS_URL says it. */
export interface RedisAddress {
  /** One node: a single server. Several: nodes of one Redis Cluster; the rest of it is found through them. */
  readonly nodes: readonly RedisNode[]
  readonly tls: boolean
  /** Number of the database; a cluster has only 0. */
  readonly db: number
}

export interface RedisNode {
  readonly host: string
  readonly port: number
}

const DEFAULT_PORT = 6379

/**
 * `redis://host:port` or `rediss://host:port` (TLS), `/<database>` allowed; or the nodes of a cluster, `host:port,host:port`.
 * Throws with what was expected. Passwords do not belong here: an address is logged.
 */
export function parseRedisAddress(text: string): RedisAddress {
  const urls = text.split(',').map((part) => parseUrl(part.trim()))
  const [first] = urls
  if (first === undefined) throw new Error(EXPECTED)
  const nodes = urls.map((url) => ({ host: url.hostname, port: url.port === '' ? DEFAULT_PORT : Number(url.port) }))
  const db = Number(first.pathname.slice(1))
  if (db !== 0 && nodes.length > 1) throw new Error('expected no database number: a Redis Cluster has only database 0')
  return { nodes, tls: first.protocol === 'rediss:', db }
}

/** The address as messages show it. */
export function showRedisAddress({ nodes, tls, db }: RedisAddress): string {
  const hosts = nodes.map(({ host, port }) => `${host}:${port}`).join(',')
  return `${tls ? 'rediss' : 'redis'}://${hosts}${db === 0 ? '' : `/${db}`}`
}

const EXPECTED = 'expected redis://host:port, or host:port,host:port,... for the nodes of a cluster'

function parseUrl(part: string): URL {
  const text = part.includes('://') ? part : `redis://${part}`
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.hostname === '' || !/^rediss?:$/.test(url.protocol)) throw new Error(EXPECTED)
  if (url.username !== '' || url.password !== '') {
    throw new Error('expected no user or password in the address: set UPNEXT_REDIS_USERNAME and UPNEXT_REDIS_PASSWORD')
  }
  if (!/^\/?\d{0,4}$/.test(url.pathname)) throw new Error('expected a database number after the host, such as /0')
  return url
}
