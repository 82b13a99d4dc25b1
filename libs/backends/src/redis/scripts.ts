/** What must happen in one step on the server. Each script touches the keys of one slot only. */
import type { RedisKey, Result } from 'ioredis'

/**
 * KEYS: the position, then profiles. ARGV: position expected, position next, then as many blobs as there are profiles to
 * write; profiles beyond them are deleted. Answers nothing when done, otherwise the position found.
 *
 * Writes come before deletions: Redis checks its memory limit before a script's first write only, and must not find out
 * half-way.
 */
const COMMIT_PROFILES = `
local position = redis.call('GET', KEYS[1]) or '0'
if position ~= ARGV[1] then return position end
for i = 2, #KEYS do
  local bytes = ARGV[i + 1]
  if bytes then redis.call('SET', KEYS[i], bytes) else redis.call('UNLINK', KEYS[i]) end
end
redis.call('SET', KEYS[1], ARGV[2])
return false
`

/** KEYS: a text. ARGV: '1' or '0' for whether one is expected to be there, the one expected, the next one. Answers 1 when swapped. */
const SWAP_TEXT = `
local text = redis.call('GET', KEYS[1])
if (ARGV[1] == '1') ~= (text ~= false) then return 0 end
if text and text ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3])
return 1
`

export const SCRIPTS = {
  upnextCommitProfiles: { lua: COMMIT_PROFILES },
  upnextSwapText: { lua: SWAP_TEXT, numberOfKeys: 1 },
}

declare module 'ioredis' {
  interface RedisCommander<Context> {
    upnextCommitProfiles(numberOfKeys: number, ...keysThenArguments: RedisKey[]): Result<string | null, Context>
    upnextSwapText(key: string, isThere: '0' | '1', expected: string, next: string): Result<number, Context>
  }
}
