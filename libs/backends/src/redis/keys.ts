/** The names of all our keys. The part in braces decides the slot of a Redis Cluster: what changes together shares it. */
export interface RedisKeys {
  readonly generations: string
  readonly modelIndex: string
  /** What the names of all keys of a generation begin with. */
  generation(generation: number): string
  position(generation: number, partition: number): string
  profile(generation: number, partition: number, viewerKey: string): string
  chunk(modelId: string, upload: string, chunk: number): string
}

export function redisKeys(namespace: string): RedisKeys {
  const base = namespace === '' ? 'upnext' : `${namespace}.upnext`
  const partitionBase = (generation: number, partition: number): string =>
    `${base}:{g${generation}:p${String(partition).padStart(2, '0')}}`
  return {
    generations: `${base}:{profiles}:generations`,
    modelIndex: `${base}:{models}:index`,
    generation: (generation) => `${base}:{g${generation}:p`,
    position: (generation, partition) => `${partitionBase(generation, partition)}:position`,
    profile: (generation, partition, viewerKey) => `${partitionBase(generation, partition)}:${viewerKey}`,
    chunk: (modelId, upload, chunk) => `${base}:model:{${modelId}}:${upload}:${chunk}`,
  }
}
