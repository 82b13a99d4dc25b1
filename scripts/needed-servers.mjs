// Which servers a test file needs, found in its text and in the text of the files of its own room that it imports.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const SIGNS = {
  kafka: /\b(testKafka|startKafka)\(|UPNEXT_TEST_KAFKA/,
  redis: /\b(testRedis|startRedis)\(|UPNEXT_TEST_REDIS\b/,
  redisCluster: /\b(testRedisCluster|startRedisCluster)\(|UPNEXT_TEST_REDIS_CLUSTER/,
}

/** The servers, by name, that a test file needs. */
export function neededServers(file) {
  const texts = [...reachable(file)].map((path) => readFileSync(path, 'utf8'))
  return Object.keys(SIGNS).filter((name) => texts.some((text) => SIGNS[name].test(text)))
}

function reachable(file, found = new Set()) {
  if (found.has(file) || !existsSync(file)) return found
  found.add(file)
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.{1,2}\/[^']+\.ts)'/g)) {
    reachable(resolve(dirname(file), path), found)
  }
  return found
}
