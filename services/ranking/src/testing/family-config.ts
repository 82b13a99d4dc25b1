/** How the backends of one family are opened, empty, for tests that hold for both. */
import { topicsOf } from '@upnext/contracts'

export interface FamilyParts {
  readonly namespace: string
  /** Where embedded stores lie. */
  readonly folder: string
  /** Addresses; `null`: the embedded family. */
  readonly servers: { readonly kafka: string; readonly redis: string } | null
}

export function familyConfig({ namespace, folder, servers }: FamilyParts) {
  const config = {
    UPNEXT_BACKEND: servers === null ? ('embedded' as const) : ('kafka-redis' as const),
    UPNEXT_NAMESPACE: namespace,
    UPNEXT_DATA: folder,
    UPNEXT_KAFKA_BROKERS: servers === null ? [] : [servers.kafka],
    UPNEXT_KAFKA_TLS: false,
    UPNEXT_KAFKA_SASL: 'plain' as const,
    UPNEXT_KAFKA_USERNAME: undefined,
    UPNEXT_KAFKA_PASSWORD: undefined,
    UPNEXT_KAFKA_SESSION_TIMEOUT: 6_000,
    UPNEXT_REDIS_URL: servers === null ? '' : servers.redis,
    UPNEXT_REDIS_USERNAME: undefined,
    UPNEXT_REDIS_PASSWORD: undefined,
  }
  return { config, topics: topicsOf(namespace) }
}
